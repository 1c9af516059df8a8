/** Clocks that keep time by a server of it differ by milliseconds. */
const toleratedSkewMs = 5_000;

/** What to say of a clock that is off, `null` for one that is right enough. @param skewMs Ahead of Dataverse's, in milliseconds. */
export function skewSentence(skewMs: number | null): string | null {
  if (skewMs === null || Math.abs(skewMs) < toleratedSkewMs) return null;
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  const direction = skewMs > 0 ? 'ahead of' : 'behind';
  return `The clock of this machine is ${seconds} s ${direction} the clock of Dataverse. Let the machine keep time by NTP.`;
}
