import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Spinner,
  Text,
  tokens,
  useId,
} from '@fluentui/react-components';
import { selectableTables } from '@pmds/contracts/fields/field-selection';
import type { WebFormField } from '@pmds/contracts/web-form/definition';
import * as React from 'react';
import { useCatalogue } from '../../shared/columns/use-catalogue';
import type { Texts } from '../../shared/texts';
import { AddFields } from './AddFields';
import { columnText } from './ColumnInput';
import { type Columns, fieldsOfHtml, newField } from './data/suggested-fields';
import { useFields } from './data/use-fields';
import { FieldRow } from './FieldRow';

interface WebFormFieldsProps {
  /** Text of the bound column. */
  readonly stored: string | null;
  readonly readOnly: boolean;
  /** Somebody else's change was brought together with the user's. */
  readonly merged: boolean;
  readonly texts: Texts;
  readonly onChange: (text: string) => void;
}

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM, width: '100%' },
  // It stands there before it says anything, so that what comes is read out; till then it takes no room.
  said: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    '&:empty': { marginBottom: `calc(-1 * ${tokens.spacingVerticalM})` },
  },
  rows: { listStyleType: 'none', marginTop: 0, marginBottom: 0, paddingInlineStart: 0 },
});

interface Told {
  readonly intent: 'success' | 'warning';
  readonly text: string;
}

export function WebFormFields(props: WebFormFieldsProps): React.ReactElement {
  const { texts, readOnly } = props;
  const styles = useStyles();
  const id = useId('pmds-columns-');
  const fields = useFields(props.stored, props.onChange);
  const [contact, rereadContact] = useCatalogue('contact');
  const [lead, rereadLead] = useCatalogue('lead');
  const [told, setTold] = React.useState<Told | null>(null);
  const catalogues = { contact, lead };
  const lists = React.useMemo(() => ({ contact: `${id}-contact`, lead: `${id}-lead` }), [id]);
  const read = contact.state === 'ready' && lead.state === 'ready';
  const columns: Columns | null = read ? { contact: contact.columns, lead: lead.columns } : null;
  const { failure } = fields;
  const newer = failure?.reason === 'newer-version';
  const still = readOnly || failure !== null;

  // One function for all rows and all renderings: a row that did not change is not drawn again.
  const latest = React.useRef(fields);
  latest.current = fields;
  const change = React.useCallback((input: string, next: WebFormField | null) => {
    const { value, replace } = latest.current;
    replace(value.flatMap((field) => (field.input !== input ? [field] : next === null ? [] : [next])));
  }, []);

  const addHtml = (html: string) => {
    if (columns === null) return;
    const added = fieldsOfHtml(html, fields.value, columns);
    if (added.length > 0) fields.replace([...fields.value, ...added]);
    const empty = added.filter((field) => field.contact === null && field.lead === null).length;
    setTold(
      added.length === 0
        ? { intent: 'warning', text: texts('Paste_Nothing') }
        : { intent: empty > 0 ? 'warning' : 'success', text: texts('Paste_Result', added.length, empty) },
    );
  };
  const addInput = (input: string) => {
    if (columns === null) return;
    const twice = fields.value.some((field) => field.input === input);
    setTold(twice ? { intent: 'warning', text: texts('Add_Twice', input) } : null);
    if (!twice) fields.replace([...fields.value, newField(input, [input], columns)]);
  };

  return (
    <div className={styles.root}>
      <div role="status" aria-atomic="false" className={styles.said}>
        {failure !== null && (
          <MessageBar intent={newer ? 'info' : 'error'} layout="multiline">
            <MessageBarBody>{texts(newer ? 'Corrupt_newer' : 'Corrupt_text')}</MessageBarBody>
            {!newer && (
              <MessageBarActions>
                <Button size="small" disabled={readOnly} onClick={() => fields.replace([])}>
                  {texts('StartOver')}
                </Button>
              </MessageBarActions>
            )}
          </MessageBar>
        )}
        {props.merged && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{texts('Merged')}</MessageBarBody>
          </MessageBar>
        )}
        {told !== null && (
          <MessageBar intent={told.intent} layout="multiline">
            <MessageBarBody>{told.text}</MessageBarBody>
          </MessageBar>
        )}
      </div>
      {!still && <AddFields texts={texts} disabled={columns === null} onHtml={addHtml} onInput={addInput} />}
      {selectableTables.map((table) => {
        const catalogue = catalogues[table];
        if (catalogue.state === 'loading')
          return <Spinner key={table} size="small" label={texts('Catalogue_Loading')} />;
        if (catalogue.state === 'ready')
          return <ColumnList key={table} id={lists[table]} columns={catalogue.columns} />;
        return (
          <MessageBar key={table} intent="error" layout="multiline">
            <MessageBarBody>{texts('Catalogue_Failed', texts(`Table_${table}`), catalogue.message)}</MessageBarBody>
            <MessageBarActions>
              <Button size="small" onClick={table === 'contact' ? rereadContact : rereadLead}>
                {texts('Retry')}
              </Button>
            </MessageBarActions>
          </MessageBar>
        );
      })}
      {failure === null && <Text aria-live="polite">{texts('Count', fields.value.length)}</Text>}
      {fields.value.length > 0 && (
        <ul className={styles.rows} aria-label={texts('Rows')}>
          {fields.value.map((field) => (
            <FieldRow
              key={field.input}
              field={field}
              contact={contact.state === 'ready' ? contact.columns : null}
              lead={lead.state === 'ready' ? lead.columns : null}
              lists={lists}
              readOnly={still}
              texts={texts}
              onChange={change}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

type Catalogue = ReturnType<typeof useCatalogue>[0];

/** The columns that can be chosen, once for all inputs of a table. */
const ColumnList = React.memo(function ColumnList({
  id,
  columns,
}: {
  readonly id: string;
  readonly columns: Extract<Catalogue, { readonly state: 'ready' }>['columns'];
}): React.ReactElement {
  const free = columns.filter(({ obstacle }) => obstacle === null);
  return (
    <datalist id={id}>
      {free.map((column) => (
        <option key={column.logicalName} value={columnText(column)} />
      ))}
    </datalist>
  );
});
