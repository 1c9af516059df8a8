import * as React from 'react';
import { Spinner } from '@fluentui/react-components';
import { messageOf } from '../../server/platform-error';
import type { ChartDefinition, TableDefinition, ViewDefinition } from '../../server/types';
import { displayValue, fetchRows, type WebRow } from '../../server/web-api';
import { text } from '../../texts/texts';
import { readChart, type ChartLayout } from '../../xml/chart';
import { dateNumber, dateText } from './chart-dates';
import { BarShape, ColumnShape, PieShape, type ChartPoint } from './chart-shapes';
import { ErrorBox } from '../ErrorBox';
import { localText } from '../form/local-text';

interface ChartProps {
  readonly table: TableDefinition;
  readonly chart: ChartDefinition;
  readonly view: ViewDefinition;
  readonly label: string;
}

const defaultPalette = ['#0f6cbd', '#107c10', '#d83b01', '#8378de', '#ca5010', '#a4262c', '#605e5c', '#038387'];

/** A chart of the solution, drawn from its own aggregate query; the numbers are also there as a table for those who listen. */
export function Chart({ table, chart, view, label }: ChartProps): React.ReactElement {
  const layout = React.useMemo(() => readChart(chart, view.fetchXml), [chart, view]);
  const [rows, setRows] = React.useState<readonly WebRow[] | null>(null);
  const [failure, setFailure] = React.useState<string | null>(null);
  React.useEffect(() => {
    fetchRows(table.entitySetName, layout.fetchXml).then(
      (page) => setRows(page.rows),
      (error: unknown) => setFailure(messageOf(error)),
    );
  }, [layout]);
  if (failure !== null) return <ErrorBox message={failure} />;
  if (rows === null) return <Spinner size="small" label={text('loading')} />;
  if (rows.length === 0) return <p className="grid-note">{text('noData')}</p>;
  const { dateParts } = layout;
  // Aggregates come in no order; days and months read from left to right.
  const sorted =
    dateParts === null ? rows : [...rows].sort((a, b) => dateNumber(a, dateParts) - dateNumber(b, dateParts));
  const points = sorted.map((row, index) => pointOf(row, index, layout, table));
  const names = layout.series.map(
    ({ column }) => table.columns.find((at) => at.logicalName === column)?.displayName ?? column,
  );
  const shape = layout.series[0]?.type ?? 'column';
  const colors = layout.series.map(({ color }, index) => color ?? defaultPalette[index % defaultPalette.length] ?? '');
  return (
    <figure className="chart" aria-label={label}>
      {shape === 'pie' ? (
        <PieShape points={points} />
      ) : shape === 'bar' || shape === 'stackedbar' ? (
        <BarShape points={points} colors={colors} />
      ) : (
        <ColumnShape points={points} colors={colors} />
      )}
      {layout.series.length > 1 && (
        <ul className="legend">
          {names.map((name, index) => (
            <li key={name}>
              <span className="dot" aria-hidden="true" style={{ backgroundColor: colors[index] }} />
              {name}
            </li>
          ))}
        </ul>
      )}
      <Numbers points={points} names={names} label={label} />
    </figure>
  );
}

function pointOf(row: WebRow, index: number, layout: ChartLayout, table: TableDefinition): ChartPoint {
  const column = table.columns.find(({ logicalName }) => logicalName === layout.categoryColumn);
  const raw = row[layout.categoryAlias];
  const option = column?.options?.find(({ value }) => value === raw);
  const palette = layout.palette.length > 0 ? layout.palette : defaultPalette;
  const shown = displayValue(row, layout.categoryAlias);
  return {
    label: layout.dateParts === null ? localText(column, raw, shown) || text('none') : dateText(row, layout.dateParts),
    color: option?.color ?? palette[index % palette.length] ?? '',
    values: layout.series.map(({ alias }) => Number(row[alias] ?? 0)),
  };
}

function Numbers({
  points,
  names,
  label,
}: {
  points: readonly ChartPoint[];
  names: readonly string[];
  label: string;
}): React.ReactElement {
  return (
    <table className="visually-hidden" aria-label={label}>
      <thead>
        <tr>
          <th scope="col" />
          {names.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.label}>
            <th scope="row">{point.label}</th>
            {point.values.map((value, index) => (
              <td key={index}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
