import { Field, Input, makeStyles } from '@fluentui/react-components';
import * as React from 'react';
import type { Column } from '../../shared/columns/catalogue';
import type { Texts } from '../../shared/texts';

interface ColumnInputProps {
  readonly label: string;
  /** Id of the list of columns to pick from. */
  readonly list: string;
  /** Logical name, `null` for none. */
  readonly value: string | null;
  /** `null` while they are read. */
  readonly columns: readonly Column[] | null;
  readonly readOnly: boolean;
  readonly texts: Texts;
  readonly onChoose: (column: string | null) => void;
}

const useStyles = makeStyles({
  // As narrow as its place: an input has a width of its own.
  field: { minWidth: 0 },
  box: { minWidth: 0, width: '100%', '& input': { minWidth: 0, textOverflow: 'ellipsis' } },
});

/** How a column stands in the list: what people call it, and its logical name. */
export function columnText({ displayName, logicalName }: Column): string {
  return displayName === logicalName ? logicalName : `${displayName} (${logicalName})`;
}

function columnOf(text: string, columns: readonly Column[]): Column | undefined {
  const typed = text.trim().toLocaleLowerCase();
  const free = columns.filter(({ obstacle }) => obstacle === null);
  return (
    free.find((column) => [columnText(column), column.logicalName].some((one) => one.toLocaleLowerCase() === typed)) ??
    free.find(({ displayName }) => displayName.toLocaleLowerCase() === typed)
  );
}

/** A column of one table, typed or picked. What is no column is not stored, and is said beside it. */
export function ColumnInput(props: ColumnInputProps): React.ReactElement {
  const { value, columns, texts, onChoose } = props;
  const styles = useStyles();
  const stored = columns?.find(({ logicalName }) => logicalName === value);
  const shown = stored === undefined ? (value ?? '') : columnText(stored);
  const [typed, setTyped] = React.useState<string | null>(null);
  React.useEffect(() => setTyped(null), [value]);
  const text = typed ?? shown;
  const gone = value !== null && columns !== null && stored?.obstacle !== null;
  const unknown = typed !== null && typed.trim() !== '' && columns !== null && columnOf(typed, columns) === undefined;

  const take = (next: string, left: boolean) => {
    setTyped(next);
    if (columns === null) return;
    const found = columnOf(next, columns);
    // A name that is being typed may begin like another: only what was picked or left is taken.
    if (next.trim() === '' ? left : found !== undefined && (left || columnText(found) === next)) {
      onChoose(found?.logicalName ?? null);
      setTyped(null);
    }
  };

  const trouble = unknown ? texts('Column_Unknown') : gone && typed === null ? texts('Column_Gone', value) : undefined;
  return (
    <Field
      size="small"
      className={styles.field}
      {...(trouble === undefined ? {} : { validationMessage: trouble, validationState: 'warning' })}
    >
      <Input
        size="small"
        className={styles.box}
        root={{ title: text }}
        input={{ list: props.list, spellCheck: false, dir: 'auto' }}
        aria-label={props.label}
        placeholder={texts('Column_None')}
        value={text}
        disabled={props.readOnly || columns === null}
        onChange={(_event, data) => take(data.value, false)}
        onBlur={() => typed !== null && take(typed, true)}
      />
    </Field>
  );
}
