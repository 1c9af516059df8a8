import type { ColumnPlan } from '../member/columns.js';

/** The plans with the zone in which moments are shown; `null` where it is not known, and then they are not shown. */
export function inZone(columns: readonly ColumnPlan[], zone: string | null): readonly ColumnPlan[] {
  return columns.map((column) => {
    if (!isMoment(column) || column.date === undefined) return column;
    const { behaviour, format } = column.date;
    return { ...column, date: { behaviour, format, ...(zone === null ? {} : { zone }) } };
  });
}

/** Columns whose values look different from zone to zone. */
export function momentColumns(columns: readonly ColumnPlan[]): readonly ColumnPlan[] {
  return columns.filter(isMoment);
}

/** The zone that plans were made with, `null` where none of them needs one or it was not known. */
export function zoneOf(columns: readonly ColumnPlan[]): string | null {
  return columns.find((column) => column.date?.zone !== undefined)?.date?.zone ?? null;
}

function isMoment({ date }: ColumnPlan): boolean {
  return date?.behaviour === 'user-local';
}
