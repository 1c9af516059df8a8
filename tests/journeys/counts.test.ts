import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { memberOutcomes } from '@pmds/contracts/run/outcomes';
import { checkCounts } from '@pmds/scripts/sync/check';
import { askPrefill, differenceOf, recipientLinks, tokenOf } from '@pmds/scripts/sync/prefill';
import type { PrefillResponse } from '@pmds/contracts/prefill';
import { runsOf, type RunResult } from '@pmds/scripts/sync/run-result';
import { aDataSync, aStart, sharedSystem, theEnd, type StartedRun } from '../support/system.js';
import { until } from '../support/waiting.js';

/** Threads of a process under SCHED_IDLE, as the system says: field 41 of proc_pid_stat(5). */
function idleThreads(pid: number): number {
  const threads = readdirSync(`/proc/${String(pid)}/task`);
  const policies = threads.map((thread) => {
    const stat = readFileSync(`/proc/${String(pid)}/task/${thread}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')')).split(' ')[39];
  });
  return policies.filter((policy) => policy === '5').length;
}

describe('a run over overlapping lists with trouble in them', () => {
  const system = sharedSystem(1_600);
  let run: StartedRun;
  let result: RunResult;
  let tokens: ReadonlyMap<string, string>;

  beforeAll(async () => {
    // The links exist before the run, as they do when a mailing has been prepared.
    tokens = await tokensOfSample();
    run = await aStart(system(), await aDataSync(system()));
    result = await theEnd(system(), run);
  });

  async function tokensOfSample(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const table of ['contact', 'lead'] as const) {
      const ids = system()
        .loaded.sample(1_000)
        .filter((profile) => profile.table === table)
        .map(({ id }) => id);
      const links = await recipientLinks(system().env, table, ids);
      for (const [at, id] of ids.entries()) found.set(id, tokenOf(links[at]!));
    }
    return found;
  }

  it('CD-02 has 1,000 random members of those counted ready at the prefill endpoint at the moment of Completed', async () => {
    const sample = system().loaded.sample(1_000);
    expect(sample).toHaveLength(1_000);
    const differences = await Promise.all(
      sample.map(async (profile) => {
        const response = await askPrefill(system().bridge().url, tokens.get(profile.id)!);
        if (response.status !== 200) return `${profile.id} was answered with ${String(response.status)}`;
        return differenceOf(profile, (await response.json()) as PrefillResponse);
      }),
    );
    expect(differences.filter((difference) => difference !== null)).toEqual([]);
  });

  it('has the sync stand aside from the moment on when many open forms', async () => {
    // Without chrt, or elsewhere than on Linux, it only has the lower priority.
    if (!existsSync('/usr/bin/chrt')) return;
    const [token] = [...tokens.values()];
    await until('a thread has idle time only', async () => {
      await Promise.all(Array.from({ length: 200 }, () => askPrefill(system().bridge().url, token!)));
      return idleThreads(system().bridge().child.pid) > 0;
    });
  });

  it('CD-18, CD-19, CD-20 ends with the counts that the seeds alone lead to expect, contacts and leads, to the unit', () => {
    expect(checkCounts(system().loaded.expected, result).filter((check) => !check.holds)).toEqual([]);
  });

  it('CD-18 keeps members = synced + unchanged + skipped + failed', () => {
    for (const table of [result.tables.contact, result.tables.lead]) {
      expect(memberOutcomes.reduce((sum, outcome) => sum + table.outcomes[outcome], 0)).toBe(table.members);
    }
  });

  it('CD-31 counts from zero again, finds everything unchanged, and keeps the first run in the history', async () => {
    const again = await theEnd(system(), await aStart(system(), run.dataSyncId));
    for (const table of ['contact', 'lead'] as const) {
      expect(again.tables[table].outcomes.unchanged).toBe(result.tables[table].outcomes.synced);
      expect(again.tables[table].outcomes.synced).toBe(0);
    }
    const history = await runsOf(system().dataverse, run.dataSyncId);
    expect(history).toHaveLength(2);
    expect(history.map((row) => row['pmds_syncrunid'])).toContain(run.runId);
  });
});
