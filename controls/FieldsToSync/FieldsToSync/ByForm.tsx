import { Button, Field, makeStyles, MessageBar, MessageBarBody, Textarea, tokens } from '@fluentui/react-components';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import * as React from 'react';
import { fewNames } from '../../shared/few-names';
import type { Texts } from '../../shared/texts';
import { type Column, readCatalogue } from '../../shared/columns/catalogue';
import type { Choice } from './data/choice';
import { matchForm, type FormMatch } from './data/form-fields';

interface ByFormProps {
  readonly tables: readonly SelectableTable[];
  readonly texts: Texts;
  /** Adds columns to what is chosen. */
  readonly onFound: (choices: ReadonlyMap<string, Choice>) => void;
  readonly onClose: () => void;
}

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS, maxWidth: '640px' },
  buttons: { display: 'flex', columnGap: tokens.spacingHorizontalS },
});

type Outcome = { readonly match: FormMatch } | { readonly trouble: string };

/** Selects the columns that a web form shows, from its HTML or from a list of names. */
export function ByForm({ tables, texts, onFound, onClose }: ByFormProps): React.ReactElement {
  const styles = useStyles();
  const [pasted, setPasted] = React.useState('');
  const [busy, setBusy] = React.useState(false);
  const [outcome, setOutcome] = React.useState<Outcome | null>(null);
  const leaving = React.useRef(new AbortController());
  // What was chosen while the columns were read stays chosen.
  const found = React.useRef(onFound);
  found.current = onFound;
  React.useEffect(() => () => leaving.current.abort(), []);

  const select = async () => {
    const { signal } = leaving.current;
    setBusy(true);
    setOutcome(null);
    try {
      const read = async (table: SelectableTable): Promise<[string, readonly Column[]]> => [
        table,
        await readCatalogue(table, signal),
      ];
      const match = matchForm(pasted, new Map(await Promise.all(tables.map(read))));
      if (signal.aborted) return;
      if (match.unknown.length < match.names) found.current(match.choices);
      setOutcome({ match });
    } catch (cause) {
      if (signal.aborted) return;
      setOutcome({ trouble: texts('Read_Failed', cause instanceof Error ? cause.message : String(cause)) });
    }
    setBusy(false);
  };

  return (
    <div className={styles.panel}>
      <Field label={texts('ByForm_Label')} hint={texts('ByForm_Hint')}>
        <Textarea
          value={pasted}
          rows={5}
          resize="vertical"
          onChange={(_event, data) => setPasted(data.value)}
          textarea={{ spellCheck: false, dir: 'auto' }}
        />
      </Field>
      <div className={styles.buttons}>
        <Button appearance="primary" size="small" disabled={busy || pasted.trim() === ''} onClick={() => void select()}>
          {texts('ByForm_Select')}
        </Button>
        <Button size="small" onClick={onClose}>
          {texts('ByForm_Close')}
        </Button>
      </div>
      <div role="status">{outcome !== null && <Told outcome={outcome} texts={texts} />}</div>
    </div>
  );
}

function Told({ outcome, texts }: { readonly outcome: Outcome; readonly texts: Texts }): React.ReactElement {
  if ('trouble' in outcome) return <Bar intent="error" text={outcome.trouble} />;
  const { names, unknown, unnamed } = outcome.match;
  if (names === 0) return <Bar intent="warning" text={texts('ByForm_Nothing')} />;
  const said = [texts('ByForm_Result', names - unknown.length, names)];
  if (unknown.length > 0) said.push(texts('ByForm_Unknown', fewNames(unknown, texts)));
  if (unnamed.size > 0) {
    const advice = [...unnamed].map(([name, column]) => `${name}: data-pmds-field="${column}"`);
    said.push(texts('ByForm_Unnamed', fewNames(advice, texts, '; '), unnamed.size));
  }
  return <Bar intent={said.length > 1 ? 'warning' : 'success'} text={said.join(' ')} />;
}

function Bar({ intent, text }: { readonly intent: 'error' | 'warning' | 'success'; readonly text: string }) {
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>{text}</MessageBarBody>
    </MessageBar>
  );
}
