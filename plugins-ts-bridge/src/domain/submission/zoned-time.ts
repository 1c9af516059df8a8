import { wallTimeMs } from '../values/wall-time.js';

/**
 * The moment at which clocks of a zone show a time, as milliseconds.
 * @param wallMs What they show, as if it were UTC.
 * @param zone IANA name. @returns `null` for a time that the clocks skip.
 */
export function momentOfWallMs(wallMs: number, zone: string): number | null {
  // The offset at about that time; around a change of the clocks it is another, so it is asked for once more.
  const about = wallMs - (wallTimeMs(wallMs, zone) - wallMs);
  const at = wallMs - (wallTimeMs(about, zone) - about);
  return [about, at].find((candidate) => wallTimeMs(candidate, zone) === wallMs) ?? null;
}
