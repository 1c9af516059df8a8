import { nextInLine, sendsCountFrom, splitPlaces, type InLine } from '@pmds/bridge/domain/run/send-order';

interface Waiting extends InLine {
  readonly run: string;
}
const at = (hour: number): Date => new Date(Date.UTC(2026, 2, 1, hour));
const waiting = (run: string, plannedSend: Date | null, underWay = 0): Waiting => ({ run, plannedSend, underWay });

/** Whose the next places are, when all of them always wait for another. */
function served(line: readonly Waiting[], places: number): readonly string[] {
  let turn = 0;
  return Array.from({ length: places }, () => {
    const given = nextInLine(line, turn);
    turn = given?.turn ?? turn;
    return given?.next.run ?? 'nobody';
  });
}

describe('N15 the order of the sends', () => {
  it('gives nobody a place when nobody waits', () => {
    expect(nextInLine([], 0)).toBeNull();
  });

  it('gives three of four places to the run whose mail is planned soonest, whatever it has under way', () => {
    const line = [waiting('none', null), waiting('soon', at(9), 50), waiting('later', at(12), 1)];
    expect(served(line, 8)).toEqual(['soon', 'soon', 'soon', 'none', 'soon', 'soon', 'soon', 'none']);
  });

  it('lets nobody who waits be passed over more than three times', () => {
    const line = [waiting('soon', at(9)), waiting('other', null)];
    expect(served(line, 400).join(' ')).not.toContain('soon soon soon soon');
    expect(served(line, 400).filter((run) => run === 'other')).toHaveLength(100);
  });

  it('goes by the fewest places under way where no mail is planned, and by who came first', () => {
    const none = [waiting('many', null, 3), waiting('few', null, 1), waiting('few too', null, 1)];
    expect(served(none, 5)).toEqual(Array(5).fill('few'));
  });

  it('takes runs whose mails are planned for the same time as equals', () => {
    const same = [waiting('many', at(9), 3), waiting('few', at(9), 1), waiting('none', null, 0)];
    expect(served(same, 4)).toEqual(['few', 'few', 'few', 'none']);
  });

  it('takes later mails and runs without one as equals among the others', () => {
    const line = [waiting('soon', at(9)), waiting('later', at(12), 2), waiting('none', null, 1)];
    expect(served(line, 4)[3]).toBe('none');
  });

  it('keeps the turn of the others for them while none of them waits', () => {
    const soon = waiting('soon', at(9));
    const others = waiting('other', null);
    let turn = 0;
    for (let place = 0; place < 3; place += 1) turn = nextInLine([soon, others], turn)?.turn ?? turn;
    expect(nextInLine([soon], turn)).toEqual({ next: soon, turn });
    expect(nextInLine([soon, others], turn)?.next).toBe(others);
  });

  it('shares the places of a queue in the same way, however many are free at a time', () => {
    for (const atATime of [1, 2, 3, 5, 17]) {
      let byAge = 0;
      for (let turn = 0; turn < 4 * atATime; turn += atATime) byAge += splitPlaces(atATime, turn).byAge;
      expect(byAge).toBe(atATime);
    }
    expect(splitPlaces(5, 2)).toEqual({ bySend: 4, byAge: 1 });
    expect(splitPlaces(5, 3)).toEqual({ bySend: 3, byAge: 2 });
    expect(splitPlaces(0, 3)).toEqual({ bySend: 0, byAge: 0 });
  });

  it('counts a mail until a day after it was planned for', () => {
    expect(sendsCountFrom(at(34))).toEqual(at(10));
  });
});
