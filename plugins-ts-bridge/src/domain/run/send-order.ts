/** Somebody who wants the next place: when the first mail of its run is planned, and what the run has under way. */
export interface InLine {
  /** `null` where no mail is planned. */
  readonly plannedSend: Date | null;
  readonly underWay: number;
}

/**
 * Of four places three go to the run whose mail is planned soonest, one to the others: beside one other run it is done
 * after four thirds of its time alone instead of twice that, and a small run that waits gets the fourth place that comes
 * free at the latest, so that it stays below twice its own time. With a half nobody would come first; with a tenth a run
 * of a few pages would wait for ten of somebody else's each time.
 */
const turnsInAll = 4;

function isTurnOfOthers(turn: number): boolean {
  return turn % turnsInAll === turnsInAll - 1;
}

/**
 * Whose is the place that came free. Where no mail is planned, or where all are planned for the same time: of the run
 * with the fewest places, and of those who came first. Later mails and runs without one are equals among the others.
 * @param turn How many places those who come first and the others have both waited for so far.
 * @returns whose place it is, and the turn after it; `null` when nobody waits.
 */
export function nextInLine<Waiting extends InLine>(
  line: readonly Waiting[],
  turn: number,
): { readonly next: Waiting; readonly turn: number } | null {
  const soonest = Math.min(...line.map(sendMs));
  const first = line.filter((waiting) => sendMs(waiting) === soonest);
  const others = line.filter((waiting) => sendMs(waiting) !== soonest);
  if (others.length === 0) return chosen(first, turn);
  return chosen(isTurnOfOthers(turn) ? others : first, turn + 1);
}

/**
 * The same rule for a queue that nobody sees as a whole: how many of the next places go by the send, and how many by age,
 * which is how the others come to theirs: whoever is passed over grows old.
 * @param turn Places that were given so far.
 */
export function splitPlaces(places: number, turn: number): { readonly bySend: number; readonly byAge: number } {
  const byAge = Array.from({ length: places }, (_, place) => turn + place).filter(isTurnOfOthers).length;
  return { bySend: places - byAge, byAge };
}

function sendMs({ plannedSend }: InLine): number {
  return plannedSend?.getTime() ?? Infinity;
}

function chosen<Waiting extends InLine>(of: readonly Waiting[], turn: number) {
  let next: Waiting | undefined;
  for (const waiting of of) if (next === undefined || waiting.underWay < next.underWay) next = waiting;
  return next === undefined ? null : { next, turn };
}

/** How long a mail that should have gone out already still counts: forms show the day alone, and mailings take hours. */
const lateForMs = 24 * 3_600_000;

/** Mails that were planned for before that are over, whatever their row says. */
export function sendsCountFrom(now: Date): Date {
  return new Date(now.getTime() - lateForMs);
}
