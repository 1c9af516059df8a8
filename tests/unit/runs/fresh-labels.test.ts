import { withFreshLabels } from '@pmds/bridge/application/members/values/fresh-labels';
import type { SealedRun } from '@pmds/bridge/domain/run/run';
import { aRun, seconds } from '../edges/builders';

const base = { generation: 1, changedSince: seconds(-60) };

/** @param answers Whether a name changed that rows of the table show; `null`: Dataverse does not tell. */
async function fresh(
  answers: Readonly<Record<'contact' | 'lead', boolean | null>>,
  leads = 5,
  order: unknown = { lists: [] },
) {
  const asked: string[] = [];
  const source = {
    members: {
      labelsChanged: async ([one]: readonly { readonly table: 'contact' | 'lead' }[]) => {
        if (one === undefined) throw new Error('It was asked about no list.');
        asked.push(one.table);
        return answers[one.table];
      },
    },
  };
  const run = { ...aRun(), order, columns: { contact: [], lead: [] }, members: { contact: 5, lead: leads } };
  const sources = [{ from: { table: 'contact' } }, { from: { table: 'lead' } }] as never;
  const call = { flow: 'run', signal: new AbortController().signal };
  const found = await withFreshLabels({ source } as never, run as unknown as SealedRun, base, sources, call);
  return { ...found, asked };
}

describe('before a run that reads only what changed', () => {
  it('each table with members is asked, and those with a new name are read again', async () => {
    expect(await fresh({ contact: false, lead: false })).toEqual({ base, relabelled: [], asked: ['contact', 'lead'] });
    expect(await fresh({ contact: false, lead: true })).toMatchObject({ base, relabelled: ['lead'] });
    expect(await fresh({ contact: true, lead: true }, 0)).toEqual({
      base,
      relabelled: ['contact'],
      asked: ['contact'],
    });
  });

  it.each([
    ['at once', { contact: null, lead: true }],
    ['after another table had a new name', { contact: true, lead: null }],
  ])('everybody is read, and no table more than once, where that cannot be known: %s', async (_, answers) => {
    expect(await fresh(answers)).toMatchObject({ base: null, relabelled: [] });
    // A run over some lists reads all whom it covers, and stays a change of what is stored.
    const some = { lists: [], scope: { covers: 'some', lists: ['list'] } };
    const everybody = { generation: base.generation, changedSince: new Date(0) };
    expect(await fresh(answers, 5, some)).toMatchObject({ base: everybody, relabelled: [] });
  });
});
