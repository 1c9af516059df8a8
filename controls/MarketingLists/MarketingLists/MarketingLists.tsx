import { makeStyles, Spinner, Text, tokens, Button } from '@fluentui/react-components';
import * as React from 'react';
import type { Texts } from '../../shared/texts';
import { useKeptFocus } from '../../shared/use-kept-focus';
import { Commands } from './Commands';
import type { ListColumn, ListRow } from './list-rows';
import { ListGrid } from './ListGrid';
import { Messages } from './Messages';
import type { Notice } from './notice';

/** Why nothing can be changed at the moment. */
export type Lock = 'unsaved' | 'read-only';

export interface MarketingListsProps {
  readonly columns: readonly ListColumn[];
  readonly rows: readonly ListRow[];
  readonly loading: boolean;
  /** What the host says about a query that failed. */
  readonly failure: string | null;
  readonly hasMore: boolean;
  readonly lock: Lock | null;
  readonly texts: Texts;
  /** Lets the user pick lists, says `picked`, and adds them; `null` where none was picked. */
  readonly onAdd: ((picked: () => void) => Promise<Notice | null>) | null;
  /** Asks where there are several, says `confirmed`, and takes the lists off; `null` where the user thinks better of it. */
  readonly onRemove: (rows: readonly ListRow[], confirmed: () => void) => Promise<Notice | null>;
  /** `null` where the host cannot do it; so it is for `onAdd`. */
  readonly onRefresh: (() => void) | null;
  readonly onMore: () => void;
  /** Loads page after page until there is none left. */
  readonly onAll: () => void;
  readonly onOpen: (id: string) => void;
  readonly onSort: (column: string) => void;
  readonly onSelect: (ids: readonly string[]) => void;
}

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS, width: '100%' },
  empty: {
    paddingTop: tokens.spacingVerticalXXL,
    paddingBottom: tokens.spacingVerticalXXL,
    textAlign: 'center',
    color: tokens.colorNeutralForeground3,
  },
  foot: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between' },
});

export function MarketingLists(props: MarketingListsProps): React.ReactElement {
  const { rows, texts, lock, loading } = props;
  const styles = useStyles();
  const focus = useKeptFocus();
  const [selected, setSelected] = React.useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = React.useState(false);
  const [notice, setNotice] = React.useState<Notice | null>(null);
  // A row that left the view is no longer selected, whoever took it off.
  const marked = rows.filter((row) => selected.has(row.id));

  const select = (ids: readonly string[]) => {
    setSelected(new Set(ids));
    props.onSelect(ids);
  };
  const run = async (work: () => Promise<Notice | null>) => {
    setNotice(null);
    try {
      setNotice(await work());
    } finally {
      setBusy(false);
    }
  };
  const remove = () => {
    if (lock !== null || busy || marked.length === 0) return;
    void run(async () => {
      const outcome = await props.onRemove(marked, () => setBusy(true));
      if (outcome !== null) select([]);
      return outcome;
    });
  };

  const { onAdd, onRefresh } = props;
  const undo = notice?.undo;
  const turnBack = () => {
    if (undo === undefined) return;
    setBusy(true);
    void run(undo);
  };

  return (
    <div
      ref={focus.root}
      className={styles.root}
      aria-busy={busy || loading}
      onFocus={focus.onFocus}
      onBlur={focus.onBlur}
    >
      <Commands
        texts={texts}
        canAdd={lock === null && onAdd !== null}
        canRemove={lock === null && marked.length > 0}
        canRefresh={lock !== 'unsaved' && onRefresh !== null}
        waiting={busy || loading}
        onAdd={() => {
          if (onAdd !== null) void run(() => onAdd(() => setBusy(true)));
        }}
        onRemove={remove}
        onRefresh={() => onRefresh?.()}
      />
      <Messages
        rows={rows}
        lock={lock}
        failure={props.failure}
        notice={notice}
        texts={texts}
        onUndo={lock === null && !busy ? turnBack : null}
      />
      {rows.length > 0 && (
        <ListGrid
          columns={props.columns}
          rows={rows}
          complete={!props.hasMore}
          selected={new Set(marked.map((row) => row.id))}
          texts={texts}
          onSelect={select}
          onOpen={props.onOpen}
          onSort={props.onSort}
          onRemove={remove}
        />
      )}
      {rows.length === 0 && !loading && lock !== 'unsaved' && props.failure === null && (
        <Text className={styles.empty}>{texts('Empty')}</Text>
      )}
      {(loading || busy) && <Spinner size="tiny" label={texts(busy ? 'Working' : 'Loading')} />}
      {rows.length > 0 && (
        <div className={styles.foot}>
          <Text size={200}>{texts('Count', rows.length, marked.length)}</Text>
          {props.hasMore && (
            <span>
              <Button size="small" appearance="subtle" disabledFocusable={loading} onClick={props.onMore}>
                {texts('More')}
              </Button>
              <Button size="small" appearance="subtle" disabledFocusable={loading} onClick={props.onAll}>
                {texts('All')}
              </Button>
            </span>
          )}
        </div>
      )}
    </div>
  );
}
