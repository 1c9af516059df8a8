import { makeStyles, Spinner, Text, tokens, Button } from '@fluentui/react-components';
import * as React from 'react';
import type { Texts } from '../../shared/texts';
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
  readonly onAdd: (picked: () => void) => Promise<Notice | null>;
  readonly onRemove: (rows: readonly ListRow[]) => Promise<Notice>;
  readonly onRefresh: () => void;
  readonly onMore: () => void;
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
  foot: { display: 'flex', alignItems: 'center', justifyContent: 'space-between' },
});

export function MarketingLists(props: MarketingListsProps): React.ReactElement {
  const { rows, texts, lock, loading } = props;
  const styles = useStyles();
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
    setBusy(true);
    void run(async () => {
      const outcome = await props.onRemove(marked);
      select([]);
      return outcome;
    });
  };

  return (
    <div className={styles.root} aria-busy={busy || loading}>
      <Commands
        texts={texts}
        canAdd={lock === null && !busy}
        canRemove={lock === null && !busy && marked.length > 0}
        canRefresh={lock !== 'unsaved' && !loading}
        onAdd={() => void run(() => props.onAdd(() => setBusy(true)))}
        onRemove={remove}
        onRefresh={props.onRefresh}
      />
      <Messages rows={rows} lock={lock} failure={props.failure} notice={notice} texts={texts} />
      {rows.length > 0 && (
        <ListGrid
          columns={props.columns}
          rows={rows}
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
            <Button size="small" appearance="subtle" disabled={loading} onClick={props.onMore}>
              {texts('More')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
