import { nodeHashing } from '@pmds/bridge/adapters/crypto/node-hashing';
import { manifestOf } from '@pmds/bridge/application/run/run-manifest';
import type { SealedRun } from '@pmds/bridge/domain/run/run';
import { noOutcomes } from '@pmds/contracts/run/counts';
import { aRun, otherRunId, runId, seconds } from '../edges/builders';

const before = { contact: { profiles: 3, digest: 'as before' }, lead: { profiles: 0, digest: 'none' } };
const base = { generation: 1, changedSince: seconds(-60) };

interface Given {
  readonly base?: SealedRun['base'];
  readonly synced?: number;
  readonly removed?: number;
  readonly current?: boolean;
  readonly newer?: { readonly members: number; readonly more: boolean } | null;
}

/** The manifest of a run of three contacts, and for how many tables all that is stored was read. */
async function manifest({ base: of = base, synced = 0, removed = 0, current = true, newer = null }: Given) {
  let wholeReads = 0;
  const read = {
    runs: {
      currentGeneration: async () => (current ? { runId: otherRunId } : null),
      manifest: async () => JSON.stringify({ manifest: { ...(await made), stored: before }, signature: null }),
    },
    counts: {
      lists: async () => [{ members: 3, digest: 'list' }],
      optOuts: async () => ({ flags: {} }),
      writtenDigest: async (_run: unknown, table: string) => `written ${table}`,
    },
    staging: {
      profileCount: async (_run: unknown, table: string) => (table === 'contact' ? 3 : 0),
      digest: async (_run: unknown, table: string) => ((wholeReads += 1), `read ${table}`),
    },
  } as unknown as Parameters<typeof manifestOf>[0];
  const run = {
    ...aRun({ runId, base: of }),
    known: 'members',
    phase: 'verify',
    order: { name: 'Spring', lists: [] },
    columns: { contact: [], lead: [] },
    members: { contact: 3, lead: 0 },
  } as unknown as SealedRun;
  const counts = { contact: { ...noOutcomes, synced, unchanged: 3 - synced }, lead: noOutcomes };
  const ending = { endedAt: seconds(60), counts, errors: 0, removed, newer, covered: null };
  const by = { version: '1.0.0', hashing: nodeHashing };
  const made: Promise<Record<string, unknown>> = manifestOf(
    { ...read, runs: { ...read.runs, currentGeneration: async () => null } },
    run,
    ending,
    by,
  ) as never;
  await made;
  wholeReads = 0;
  const { stored, newer: said } = await manifestOf(read, run, ending, by);
  return { contacts: stored.contact.digest, leads: stored.lead.digest, wholeReads, newer: said };
}

describe('the manifest of a run that completes', () => {
  it('has the digest of the one before where nothing stored has changed, and reads nothing for it', async () => {
    expect(await manifest({})).toMatchObject({ contacts: 'as before', leads: 'none', wholeReads: 0 });
  });

  it.each<[string, Given]>([
    ['somebody was written', { synced: 1 }],
    ['somebody was removed and nobody written', { removed: 1 }],
    ['there is nothing before it', { current: false }],
  ])('has the digest of what is stored now where %s', async (_, given) => {
    expect(await manifest(given)).toMatchObject({ contacts: 'read contact', leads: 'read lead', wholeReads: 2 });
  });

  it('has the digest of its own pages where it has read everybody, changed or not', async () => {
    expect(await manifest({ base: null })).toMatchObject({ contacts: 'written contact', wholeReads: 0 });
  });

  it('says how many are newer in Dataverse where that was asked, and nothing where it was not', async () => {
    expect((await manifest({ newer: { members: 2, more: false } })).newer).toEqual({ members: 2, more: false });
    expect(await manifest({})).toMatchObject({ newer: undefined });
  });
});
