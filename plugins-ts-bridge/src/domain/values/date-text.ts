const days = 10;
const seconds = 19;

/** The day of a date, or its wall time to the second, as the Web API writes it: without a zone. */
export function dateAsItStands(text: string): string {
  return text.slice(0, text.length === days ? days : seconds);
}
