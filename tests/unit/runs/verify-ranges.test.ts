import { prepareVerify } from '@pmds/bridge/application/members/run-verify';
import type { NewRange, Range } from '@pmds/bridge/ports/store/ledger/ranges';
import { aRun } from '../edges/builders';

/** The tables in which members are looked for that no page returned. */
async function lookedFor(members: Readonly<Record<'contact' | 'lead', number>>, made: readonly Range[] = []) {
  const added: NewRange[] = [];
  const unit = {
    staging: { seal: async () => undefined },
    ranges: { add: async (_run: unknown, ranges: readonly NewRange[]) => void added.push(...ranges) },
  };
  const storage = {
    read: { ranges: { ofStage: async () => made } },
    transaction: async (act: (given: typeof unit) => Promise<unknown>) => act(unit),
  };
  const run = { ...aRun(), known: 'members', members };
  await prepareVerify({ storage } as never, run as never);
  return added.map(({ subject }) => (subject.kind === 'table' ? subject.table : subject.kind));
}

describe('members that no page returned', () => {
  it('are looked for in every table that has members, and in no other', async () => {
    expect(await lookedFor({ contact: 3, lead: 1 })).toEqual(['contact', 'lead']);
    expect(await lookedFor({ contact: 3, lead: 0 })).toEqual(['contact']);
    expect(await lookedFor({ contact: 0, lead: 1 })).toEqual(['lead']);
  });

  it('are looked for once, however often a process begins with it', async () => {
    expect(await lookedFor({ contact: 3, lead: 1 }, [{} as Range])).toEqual([]);
  });
});
