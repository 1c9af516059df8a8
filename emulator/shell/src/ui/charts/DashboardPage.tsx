import * as React from 'react';
import type { AppDefinition, Session, TableDefinition } from '../../server/types';
import type { SortOrder } from '../../xml/fetch';
import { readForm, type FormCell, type SubgridParameters } from '../../xml/form';
import { readLayout } from '../../xml/layout';
import { router } from '../../router';
import { text } from '../../texts/texts';
import { Chart } from './Chart';
import { viewOf, viewTypes } from '../grid/default-view';
import { ErrorBox } from '../ErrorBox';
import { Grid } from '../grid/Grid';
import { useRows } from '../grid/use-rows';
import { useTable } from '../grid/use-table';

interface DashboardPageProps {
  readonly app: AppDefinition;
  readonly id: string | null;
  readonly session: Session;
}

/** A dashboard: charts and lists side by side. */
export function DashboardPage({ app, id, session }: DashboardPageProps): React.ReactElement {
  const dashboard = app.dashboards.find((candidate) => candidate.id === id) ?? app.dashboards[0];
  const layout = React.useMemo(
    () => (dashboard === undefined ? null : readForm(dashboard.formXml, session.user.languageId)),
    [dashboard],
  );
  if (dashboard === undefined || layout === null) return <p className="grid-note">{text('noData')}</p>;
  const cells = layout.tabs.flatMap((tab) =>
    tab.columns.flatMap((column) => column.sections.flatMap((section) => section.rows.flat())),
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>{dashboard.name}</h1>
      </div>
      <div className="dashboard">
        {cells.map((cell) => (
          <section key={cell.id} className="form-section" aria-label={cell.label}>
            <h2>{cell.label}</h2>
            <ErrorBox.Boundary>
              <DashboardCell cell={cell} />
            </ErrorBox.Boundary>
          </section>
        ))}
      </div>
    </div>
  );
}

function DashboardCell({ cell }: { readonly cell: FormCell }): React.ReactElement {
  const subgrid = cell.control?.subgrid ?? null;
  const table = useTable(subgrid?.table ?? '');
  if (subgrid === null || table === null) return <p className="grid-note">{text('loading')}</p>;
  const view = table.views.find(({ id }) => id === subgrid.viewId) ?? viewOf(table, viewTypes.public);
  if (subgrid.chartId !== null) {
    const chart = table.charts.find(({ id }) => id === subgrid.chartId);
    if (chart === undefined)
      throw new Error(`The dashboard shows a chart of ${table.logicalName} that does not exist.`);
    return <Chart table={table} chart={chart} view={view} label={cell.label} />;
  }
  return <DashboardGrid table={table} viewId={view.id} subgrid={subgrid} label={cell.label} />;
}

interface DashboardGridProps {
  readonly table: TableDefinition;
  readonly viewId: string;
  readonly subgrid: SubgridParameters;
  readonly label: string;
}

function DashboardGrid({ table, viewId, subgrid, label }: DashboardGridProps): React.ReactElement {
  const [sort, setSort] = React.useState<SortOrder | null>(null);
  const [selected, setSelected] = React.useState<ReadonlySet<string>>(new Set());
  const view = table.views.find(({ id }) => id === viewId) ?? viewOf(table, viewTypes.public);
  const columns = React.useMemo(() => readLayout(view, table), [view, table]);
  const rows = useRows({ table, fetchXml: view.fetchXml, pageSize: subgrid.pageSize, sort });
  return (
    <Grid
      label={label}
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
  );
}
