import * as React from 'react';

/** One category with the value of each series. */
export interface ChartPoint {
  readonly label: string;
  readonly color: string;
  readonly values: readonly number[];
}

const number = (value: number): string => new Intl.NumberFormat(document.documentElement.lang).format(value);
const total = (point: ChartPoint): number => point.values.reduce((sum, value) => sum + value, 0);

/** Slices by the first series, with a legend that names each. */
export function PieShape({ points }: { readonly points: readonly ChartPoint[] }): React.ReactElement {
  const sum = points.reduce((all, point) => all + total(point), 0) || 1;
  let before = 0;
  return (
    <div className="pie">
      <svg viewBox="-1.05 -1.05 2.1 2.1" aria-hidden="true">
        {points.map((point) => {
          const share = total(point) / sum;
          const path = slice(before, share);
          before += share;
          return <path key={point.label} d={path} fill={point.color} />;
        })}
      </svg>
      <ul className="legend">
        {points.map((point) => (
          <li key={point.label}>
            <span className="dot" aria-hidden="true" style={{ backgroundColor: point.color }} />
            {point.label}: {number(total(point))}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** @param from and share are parts of the full circle */
function slice(from: number, share: number): string {
  if (share >= 1) return 'M 0 -1 A 1 1 0 1 1 -0.001 -1 Z';
  const point = (part: number): string => `${Math.sin(2 * Math.PI * part)} ${-Math.cos(2 * Math.PI * part)}`;
  return `M 0 0 L ${point(from)} A 1 1 0 ${share > 0.5 ? 1 : 0} 1 ${point(from + share)} Z`;
}

interface BarProps {
  readonly points: readonly ChartPoint[];
  readonly colors: readonly string[];
}

/** Upright columns; several series stand on one another. */
export function ColumnShape({ points, colors }: BarProps): React.ReactElement {
  const highest = Math.max(1, ...points.map(total));
  return (
    <div className="columns" aria-hidden="true">
      {points.map((point) => (
        <div key={point.label} className="column-slot">
          <span className="value">{number(total(point))}</span>
          <div className="column-bar" style={{ height: `${(total(point) / highest) * 100}%` }}>
            {point.values.map((value, index) => (
              <div key={index} style={{ flexGrow: value, backgroundColor: colors[index] }} />
            ))}
          </div>
          <span className="category">{point.label}</span>
        </div>
      ))}
    </div>
  );
}

/** Lying bars, one below the other. */
export function BarShape({ points, colors }: BarProps): React.ReactElement {
  const highest = Math.max(1, ...points.map(total));
  return (
    <div className="bars" aria-hidden="true">
      {points.map((point) => (
        <React.Fragment key={point.label}>
          <span className="category">{point.label}</span>
          <div className="bar-track">
            <div className="bar" style={{ width: `${(total(point) / highest) * 85}%` }}>
              {point.values.map((value, index) => (
                <div key={index} style={{ flexGrow: value, backgroundColor: colors[index] }} />
              ))}
            </div>
            <span className="value">{number(total(point))}</span>
          </div>
        </React.Fragment>
      ))}
    </div>
  );
}
