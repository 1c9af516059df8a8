import * as React from 'react';
import { useCustomCommands } from '../../ribbon/commands';
import { useChanges } from '../../form/observable';
import type { ControlModel } from '../../form/control-model';
import type { FormModel } from '../../form/form-model';
import { router } from '../../router';
import { apiRoot, call } from '../../server/web-api';
import type { RelationshipDefinition, Session, TableDefinition } from '../../server/types';
import { text } from '../../texts/texts';
import type { SortOrder } from '../../xml/fetch';
import type { SubgridParameters } from '../../xml/form';
import { readLayout } from '../../xml/layout';
import { readRibbon } from '../../xml/ribbon';
import { gridContextOf } from '../../xrm/grid-context';
import { CommandBar, type StockCommand } from '../CommandBar';
import { viewOf, viewTypes } from './default-view';
import { Grid } from './Grid';
import { lookupObjects } from '../dialogs/lookup-objects';
import { navigationFrom, relationshipOf, relationTo } from './relation';
import { useTable } from './use-table';
import { useRows } from './use-rows';

interface SubgridProps {
  readonly form: FormModel;
  /** The form as commands above the subgrid get it. */
  readonly formContext: unknown;
  readonly model: ControlModel;
  readonly session: Session;
  readonly subgrid: SubgridParameters;
}

/** A stock subgrid: rows related to the form's row, with the commands that every subgrid has and those of the solution. */
export function Subgrid(props: SubgridProps): React.ReactElement {
  const { form, subgrid } = props;
  const table = useTable(subgrid.table);
  const relationship = relationshipOf(form, subgrid);
  if (table === null) return <p className="grid-note">{text('loading')}</p>;
  return <Related {...props} table={table} relationship={relationship} />;
}

interface RelatedProps extends SubgridProps {
  readonly table: TableDefinition;
  readonly relationship: RelationshipDefinition | null;
}

function Related(props: RelatedProps): React.ReactElement {
  const { form, formContext, model, session, subgrid, table, relationship } = props;
  useChanges(form, model);
  const [sort, setSort] = React.useState<SortOrder | null>(null);
  const [selected, setSelected] = React.useState<ReadonlySet<string>>(new Set());
  const view =
    table.views.find(({ id }) => id === subgrid.viewId) ?? viewOf(table, viewTypes.associated, viewTypes.public);
  const columns = React.useMemo(() => readLayout(view, table), [view, table]);
  const related = relationship === null ? undefined : relationTo(form, table, relationship);
  const rows = useRows({
    table,
    fetchXml: view.fetchXml,
    pageSize: subgrid.pageSize,
    sort,
    ...(related === undefined ? {} : { relatedTo: related }),
  });
  const reload = (): void => {
    setSelected(new Set());
    rows.reload();
  };
  const ribbonVersion = useChanges(form.ribbon);
  const ribbon = React.useMemo(() => readRibbon(table.ribbonXml, table.logicalName, session.user.languageId), [table]);
  const selectedIds = [...selected];
  const refreshRibbon = (): void => form.ribbon.changed();
  const custom = useCustomCommands(
    ribbon,
    'SubGrid',
    {
      table,
      form: null,
      userId: session.user.id,
      selectedIds,
      primaryControl: formContext,
      selectedControl: gridContextOf({ table, selectedIds, reload, refreshRibbon }),
    },
    `${ribbonVersion}:${selectedIds.join()}`,
  );
  React.useEffect(() => {
    model.onRefresh = reload;
    return () => {
      model.onRefresh = null;
    };
  });
  return (
    <div className="subgrid">
      <CommandBar
        label={`${text('commands')}: ${model.label}`}
        stock={[
          ...(relationship === null || form.isReadOnly ? [] : changes({ form, table, relationship, selected, reload })),
          { label: text('refresh'), icon: 'refresh', run: reload },
        ]}
        custom={custom}
      />
      <Grid
        label={model.label}
        table={table}
        columns={columns}
        rows={rows}
        pageSize={subgrid.pageSize}
        selected={selected}
        onSelect={setSelected}
        sort={sort}
        onSort={setSort}
        onOpen={(id) => void router.go({ page: 'entityrecord', table: table.logicalName, id })}
      />
    </div>
  );
}

interface ChangeContext {
  readonly form: FormModel;
  readonly table: TableDefinition;
  readonly relationship: RelationshipDefinition;
  readonly selected: ReadonlySet<string>;
  readonly reload: () => void;
}

/** Add Existing and Remove on an N:N, which change the relation only. */
function changes({ form, table, relationship, selected, reload }: ChangeContext): StockCommand[] {
  if (relationship.kind === 'one-to-many') return [];
  const path = `${form.table.entitySetName}(${form.id ?? ''})/${navigationFrom(form, relationship)}`;
  const add = async (): Promise<void> => {
    const picked = await lookupObjects({ entityTypes: [table.logicalName], allowMultiSelect: true });
    try {
      for (const { id } of picked) {
        await call('POST', `${path}/$ref`, {
          '@odata.id': `${location.origin}${apiRoot}${table.entitySetName}(${id.replace(/[{}]/g, '')})`,
        });
      }
    } finally {
      reload();
    }
  };
  const remove = async (): Promise<void> => {
    try {
      for (const id of selected) await call('DELETE', `${path}(${id})/$ref`);
    } finally {
      reload();
    }
  };
  return [
    { label: text('addExisting', table.displayName), icon: 'add', disabled: form.id === null, run: add },
    ...(selected.size > 0 ? [{ label: text('remove'), icon: 'remove' as const, run: remove }] : []),
  ];
}
