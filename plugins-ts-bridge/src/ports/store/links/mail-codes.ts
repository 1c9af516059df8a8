/** Codes that were mailed to people, as long as they hold. None is kept in the clear. */
export interface MailCodes {
  /**
   * Keeps a code, in place of the last one.
   * @param name Whose it is, and for which form, sealed.
   * @returns 0, or the seconds after which one may be asked for again: so many an hour for each name.
   */
  keep(name: string, sealed: string, now: Date): Promise<number>;
  /** Counts a try. @returns whether it was the code; the right one is used up, and after five tries none is right. */
  take(name: string, sealed: string, now: Date): Promise<boolean>;
}

export const codeLifeMs = 10 * 60_000;
export const codeTries = 5;
export const codesPerHour = 5;
