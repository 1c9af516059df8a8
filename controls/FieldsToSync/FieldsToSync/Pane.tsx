import {
  Input,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Button,
  Spinner,
  Subtitle2,
  Switch,
  Text,
  tokens,
  useId,
} from '@fluentui/react-components';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import * as React from 'react';
import { HiddenText } from '../../shared/HiddenText';
import * as icons from '../../shared/generated/icon-paths';
import { Icon } from '../../shared/icons';
import type { Texts } from '../../shared/texts';
import { useActiveRow } from '../../shared/use-active-row';
import type { Column } from '../../shared/columns/catalogue';
import { type Choice, moved, toggled, withAll, without } from './data/choice';
import { ColumnGrid } from './ColumnGrid';
import { PaneToolbar } from './PaneToolbar';
import { choosable, shownColumns } from './data/shown-columns';
import { useCatalogue } from '../../shared/columns/use-catalogue';

interface PaneProps {
  readonly table: SelectableTable;
  readonly choice: Choice;
  readonly readOnly: boolean;
  readonly texts: Texts;
  readonly onChoose: (choice: Choice) => void;
}

const useStyles = makeStyles({
  pane: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS, minWidth: 0 },
  head: { display: 'flex', alignItems: 'baseline', justifyContent: 'space-between', flexWrap: 'wrap' },
  filter: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  search: { flexGrow: 1, minWidth: '160px' },
  list: { position: 'relative' },
  // Above the empty grid, where the eye looks for rows; a grid may hold nothing but rows.
  status: {
    position: 'absolute',
    insetInlineStart: 0,
    insetInlineEnd: 0,
    top: tokens.spacingVerticalXXL,
    textAlign: 'center',
    color: tokens.colorNeutralForeground3,
    pointerEvents: 'none',
  },
  count: { color: tokens.colorNeutralForeground2 },
});

const noColumns: readonly Column[] = [];

/** One table: search, the columns, and what can be done with all of them. */
export function Pane({ table, choice, readOnly, texts, onChoose }: PaneProps): React.ReactElement {
  const styles = useStyles();
  const id = useId('pmds-columns-');
  const [catalogue, reload] = useCatalogue(table);
  const [search, setSearch] = React.useState('');
  const [chosenOnly, setChosenOnly] = React.useState(false);
  const columns = catalogue.state === 'ready' ? catalogue.columns : noColumns;
  const shown = React.useMemo(
    () => shownColumns(columns, choice, { search, chosenOnly }),
    [columns, choice, search, chosenOnly],
  );
  const [active, setActive] = useActiveRow(React.useMemo(() => shown.map((column) => column.logicalName), [shown]));
  const activeName = shown[active]?.logicalName;
  const chosen = React.useMemo(() => new Set(choice), [choice]);
  const still = readOnly || catalogue.state !== 'ready';
  const title = texts(`Table_${table}`);

  const change = (next: Choice) => {
    if (!still) onChoose(next);
  };
  const toggle = (column: Column) => {
    if (column.obstacle === null || chosen.has(column.logicalName)) change(toggled(choice, column.logicalName));
  };
  const move = (name: string, by: -1 | 1) => change(moved(choice, name, by));
  const chooseAll = () => change(withAll(choice, choosable(shown)));
  const clear = () =>
    change(
      without(
        choice,
        shown.map((column) => column.logicalName),
      ),
    );

  return (
    <section className={styles.pane} aria-labelledby={`${id}-title`}>
      <div className={styles.head}>
        <Subtitle2 as="h2" id={`${id}-title`}>
          {title}
        </Subtitle2>
        <Text className={styles.count} aria-live="polite">
          {texts('Pane_Count', choice.length, choosable(columns).length)}
        </Text>
      </div>
      <div className={styles.filter}>
        <Input
          className={styles.search}
          type="search"
          value={search}
          onChange={(_event, data) => setSearch(data.value)}
          placeholder={texts('Search')}
          aria-label={texts('Search_Label', title)}
          contentBefore={<Icon path={icons.search} />}
        />
        <Switch
          checked={chosenOnly}
          onChange={(_event, data) => setChosenOnly(data.checked)}
          label={texts('ChosenOnly')}
        />
      </div>
      <PaneToolbar
        label={texts('Toolbar_Label', title)}
        texts={texts}
        readOnly={still}
        canMove={activeName !== undefined && chosen.has(activeName)}
        onChooseAll={chooseAll}
        onClear={clear}
        onMove={(by) => {
          if (activeName !== undefined) move(activeName, by);
        }}
      />
      {catalogue.state === 'failed' ? (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{texts('Catalogue_Failed', title, catalogue.message)}</MessageBarBody>
          <MessageBarActions>
            <Button size="small" onClick={reload}>
              {texts('Retry')}
            </Button>
          </MessageBarActions>
        </MessageBar>
      ) : catalogue.state === 'loading' ? (
        <Spinner size="small" label={texts('Catalogue_Loading')} />
      ) : (
        <div className={styles.list}>
          <ColumnGrid
            id={id}
            label={texts('Grid_Label', title)}
            columns={shown}
            chosen={chosen}
            readOnly={readOnly}
            texts={texts}
            active={active}
            onActive={setActive}
            onToggle={toggle}
            onMove={move}
            onChooseAll={chooseAll}
          />
          <div role="status" className={styles.status}>
            {shown.length === 0
              ? texts('Grid_Empty')
              : search.trim() !== '' && <HiddenText>{texts('Hits', shown.length)}</HiddenText>}
          </div>
        </div>
      )}
    </section>
  );
}
