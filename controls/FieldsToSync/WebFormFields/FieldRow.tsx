import { Button, Caption1, Checkbox, makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import {
  type Exposure,
  exposures,
  type SubmitRule,
  submitRules,
  type WebFormField,
} from '@pmds/contracts/web-form/definition';
import * as React from 'react';
import type { Column } from '../../shared/columns/catalogue';
import * as icons from '../../shared/generated/icon-paths';
import { Icon } from '../../shared/icons';
import type { Texts } from '../../shared/texts';
import { ColumnInput } from './ColumnInput';

interface FieldRowProps {
  readonly field: WebFormField;
  /** Columns by table, `null` while they are read. */
  readonly contact: readonly Column[] | null;
  readonly lead: readonly Column[] | null;
  /** Ids of the lists of columns. */
  readonly lists: Readonly<Record<SelectableTable, string>>;
  readonly readOnly: boolean;
  readonly texts: Texts;
  /** `null` takes the field away. */
  readonly onChange: (input: string, field: WebFormField | null) => void;
}

const useStyles = makeStyles({
  row: {
    display: 'grid',
    // Six beside one another where they fit, else as many as there is room for.
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 150px), 1fr))',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
    alignItems: 'start',
    paddingTop: tokens.spacingVerticalS,
    paddingBottom: tokens.spacingVerticalS,
    borderBottomWidth: tokens.strokeWidthThin,
    borderBottomStyle: 'solid',
    borderBottomColor: tokens.colorNeutralStroke2,
    minWidth: 0,
  },
  part: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  // No wider than its text: a name from left to right stands under its caption in a form from right to left, too.
  name: { alignSelf: 'flex-start', overflowWrap: 'anywhere', paddingTop: tokens.spacingVerticalXXS },
  caption: { color: tokens.colorNeutralForeground2 },
  // Beside the inputs of the row, not beside their captions.
  last: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    alignSelf: 'start',
    height: '24px',
    paddingTop: tokens.lineHeightBase200,
    boxSizing: 'content-box',
    minWidth: 0,
  },
});

/** One input of the form: what it is filled with, what is shown, what a submit may do. */
export const FieldRow = React.memo(function FieldRow(props: FieldRowProps): React.ReactElement {
  const { field, readOnly, texts, lists } = props;
  const styles = useStyles();
  const set = (change: Partial<WebFormField>) => props.onChange(field.input, { ...field, ...change });
  const part = (caption: string, content: React.ReactNode) => (
    <div className={styles.part}>
      <Caption1 className={styles.caption} aria-hidden="true">
        {texts(caption)}
      </Caption1>
      {content}
    </div>
  );
  const column = (table: SelectableTable) =>
    part(
      `Table_${table}`,
      <ColumnInput
        label={texts('Label_Of', texts(`Table_${table}`), field.input)}
        list={lists[table]}
        value={field[table]}
        columns={props[table]}
        readOnly={readOnly}
        texts={texts}
        onChoose={(chosen) => set({ [table]: chosen })}
      />,
    );
  return (
    <li className={styles.row} aria-label={field.input}>
      {part(
        'Input',
        <Text className={styles.name} dir="auto">
          {field.input}
        </Text>,
      )}
      {column('contact')}
      {column('lead')}
      {part(
        'Exposure',
        <Select
          size="small"
          aria-label={texts('Label_Of', texts('Exposure'), field.input)}
          value={field.exposure}
          disabled={readOnly}
          onChange={(_event, data) => set({ exposure: data.value as Exposure })}
        >
          {exposures.map((one) => (
            <option key={one} value={one}>
              {texts(`Exposure_${one}`)}
            </option>
          ))}
        </Select>,
      )}
      {part(
        'Submit',
        <Select
          size="small"
          aria-label={texts('Label_Of', texts('Submit'), field.input)}
          value={field.submit}
          disabled={readOnly}
          onChange={(_event, data) => set({ submit: data.value as SubmitRule })}
        >
          {submitRules.map((one) => (
            <option key={one} value={one}>
              {texts(`Submit_${one}`)}
            </option>
          ))}
        </Select>,
      )}
      <div className={styles.last}>
        <Checkbox
          label={texts('BlankErases')}
          aria-label={texts('Label_Of', texts('BlankErases'), field.input)}
          checked={field.blankErases}
          disabled={readOnly || field.submit === 'never'}
          onChange={(_event, data) => set({ blankErases: data.checked === true })}
        />
        <Button
          appearance="subtle"
          size="small"
          icon={<Icon path={icons.remove} />}
          aria-label={texts('Remove', field.input)}
          disabled={readOnly}
          onClick={() => props.onChange(field.input, null)}
        />
      </div>
    </li>
  );
});
