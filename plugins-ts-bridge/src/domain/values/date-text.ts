import type { DatePlan } from '../member/columns.js';
import { wallTimeMs } from './wall-time.js';

const dayLength = 10;
const timeLength = 19;
const dayMs = 86_400_000;

/**
 * The day `YYYY-MM-DD`, or the wall time `YYYY-MM-DDTHH:mm:ss`, that the text of the Web API means.
 * https://learn.microsoft.com/power-apps/developer/data-platform/behavior-format-date-time-attribute
 * @param date What the column's dates mean.
 * @returns `null` for a moment of which nobody knows how it looks: in an unknown zone, or of a column whose meaning was
 * not asked for when it was stored.
 */
export function dateText(text: string, date: DatePlan | undefined): string | null {
  if (text.length === dayLength) return text;
  if (date === undefined) return null;
  const length = date.format === 'day' || date.behaviour === 'date-only' ? dayLength : timeLength;
  if (date.behaviour !== 'user-local') return text.slice(0, length);
  const at = Date.parse(text);
  if (date.zone === undefined || Number.isNaN(at)) return null;
  const wall = date.format === 'day' ? pickedDayMs(at, date.zone) : wallTimeMs(at, date.zone);
  return new Date(wall).toISOString().slice(0, length);
}

/** From this year on the rules of Windows, by which Dataverse reckons, are those of the year. */
const firstYearOfRules = 2007;

/**
 * A day is stored as its midnight. Dataverse reckons with the rules of Windows, which know no history: in July 1960 Berlin
 * had no summer time, and Windows gives it one. What is no midnight by history and is one by the oldest rule was picked so.
 */
function pickedDayMs(atMs: number, zone: string): number {
  const wall = wallTimeMs(atMs, zone);
  const at = new Date(atMs);
  if (wall % dayMs === 0 || at.getUTCFullYear() >= firstYearOfRules) return wall;
  const sameDay = new Date(atMs);
  sameDay.setUTCFullYear(firstYearOfRules - 1);
  const byRule = atMs + wallTimeMs(sameDay.getTime(), zone) - sameDay.getTime();
  return byRule % dayMs === 0 ? byRule : wall;
}
