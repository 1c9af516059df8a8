import { Button, makeStyles, MessageBar, MessageBarActions, MessageBarBody, tokens } from '@fluentui/react-components';
import { emptySelection, type SelectableTable, serialiseFieldSelection } from '@pmds/contracts/fields/field-selection';
import * as React from 'react';
import * as icons from '../../shared/generated/icon-paths';
import { Icon } from '../../shared/icons';
import type { Texts } from '../../shared/texts';
import { ByForm } from './ByForm';
import { type Choice, withAll } from './data/choice';
import { Pane } from './Pane';
import { useSelection } from './data/use-selection';

/** Why nothing can be changed at the moment. */
type Lock = 'unsaved' | 'read-only';

interface FieldsToSyncProps {
  /** Text of the bound column. */
  readonly stored: string | null;
  readonly tables: readonly SelectableTable[];
  readonly lock: Lock | null;
  /** Somebody else's change was brought together with the user's. */
  readonly merged: boolean;
  readonly texts: Texts;
  readonly onChange: (text: string) => void;
  /** Asks the user, then gives the text that Dataverse holds; `null` where the user thinks better of it. Absent where the host cannot. */
  readonly readSaved: (() => Promise<{ readonly text: string | null } | null>) | null;
  /** Lets the user pick another sync and gives its text; `null` where none was picked. */
  readonly readOther: (() => Promise<{ readonly text: string | null } | null>) | null;
}

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM, width: '100%' },
  actions: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalS },
  panes: {
    display: 'grid',
    // Side by side where both fit, one below the other on a narrow form.
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 340px), 1fr))',
    rowGap: tokens.spacingVerticalXL,
    columnGap: tokens.spacingHorizontalXL,
  },
});

const emptyText = serialiseFieldSelection(emptySelection);

export function FieldsToSync(props: FieldsToSyncProps): React.ReactElement {
  const { texts, lock } = props;
  const styles = useStyles();
  const selection = useSelection(props.stored, props.onChange);
  const [trouble, setTrouble] = React.useState<string | null>(null);
  const [byForm, setByForm] = React.useState(false);
  const { failure } = selection;
  const canChoose = lock === null && failure === null;
  /** A newer version knows more than this one could keep. */
  const newer = failure?.reason === 'newer-version';

  const replace = (text: string) => {
    const refusal = selection.replace(text);
    if (refusal === null) return;
    setTrouble(texts('Replace_Refused', texts(`Corrupt_${refusal.reason}`, refusal.at ?? '')));
  };

  const take = async (source: FieldsToSyncProps['readSaved']) => {
    setTrouble(null);
    if (source === null) return;
    try {
      const found = await source();
      if (found !== null) replace(found.text ?? emptyText);
    } catch (cause) {
      setTrouble(texts('Read_Failed', cause instanceof Error ? cause.message : String(cause)));
    }
  };

  const addAll = (choices: ReadonlyMap<string, Choice>) => {
    const { contact, lead } = selection.value;
    const all = {
      contact: withAll(contact, choices.get('contact') ?? []),
      lead: withAll(lead, choices.get('lead') ?? []),
    };
    replace(serialiseFieldSelection(all));
  };

  return (
    <div className={styles.root}>
      {lock !== null && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{texts(lock === 'unsaved' ? 'Lock_Unsaved' : 'Lock_ReadOnly')}</MessageBarBody>
        </MessageBar>
      )}
      <div role="status" aria-atomic="false">
        {failure !== null && (
          <MessageBar intent={newer ? 'info' : 'error'} layout="multiline">
            <MessageBarBody>{texts(`Corrupt_${failure.reason}`, failure.at ?? '')}</MessageBarBody>
            {!newer && (
              <MessageBarActions>
                <Button size="small" disabled={lock !== null} onClick={() => replace(emptyText)}>
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
        {trouble !== null && (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{trouble}</MessageBarBody>
          </MessageBar>
        )}
      </div>
      <div className={styles.actions}>
        <Button
          appearance="subtle"
          size="small"
          icon={<Icon path={icons.reset} />}
          disabled={lock !== null || props.readSaved === null}
          onClick={() => void take(props.readSaved)}
        >
          {texts('Reset')}
        </Button>
        <Button
          appearance="subtle"
          size="small"
          icon={<Icon path={icons.copy} />}
          disabled={lock !== null || newer || props.readOther === null}
          onClick={() => void take(props.readOther)}
        >
          {texts('CopyFrom')}
        </Button>
        <Button
          appearance="subtle"
          size="small"
          icon={<Icon path={icons.form} />}
          disabled={!canChoose}
          aria-expanded={byForm && canChoose}
          onClick={() => setByForm(!byForm)}
        >
          {texts('ByForm')}
        </Button>
      </div>
      {byForm && canChoose && (
        <ByForm tables={props.tables} texts={texts} onFound={addAll} onClose={() => setByForm(false)} />
      )}
      <div className={styles.panes}>
        {props.tables.map((table) => (
          <Pane
            key={table}
            table={table}
            choice={selection.value[table]}
            readOnly={!canChoose}
            texts={texts}
            onChoose={(choice) => selection.choose(table, choice)}
          />
        ))}
      </div>
    </div>
  );
}
