import { randomUUID } from 'node:crypto';
import type { LocalSystem } from './local-system.js';
import type { ExpectedProfile, Loaded, Population } from './population/population.js';
import { peakMemoryMb, reportOf, type Addresses, type Report } from './report.js';
import { checkCounts } from './sync/check.js';
import { createDataSync, ownEmail, startSync } from './sync/data-sync.js';
import { checkMail } from './sync/mail.js';
import { checkPrefill, recipientLinks } from './sync/prefill.js';
import { readRunResult } from './sync/run-result.js';
import { watchRun } from './sync/watch-run.js';
import { ProgressBar, rateSince, type Screen } from './terminal/progress-bar.js';

const syncName = 'Spring campaign';
/** Members of which every column is compared at the prefill endpoint. */
const sampleSize = 50;

/** Loads people, syncs them once from the button on, and checks what came of it. */
export async function runOnce(system: LocalSystem, population: Population, screen: Screen): Promise<Report> {
  const { dataverse } = system;
  const loaded = await load(system, population, screen);
  for (const note of loaded.notes) screen.write(`${note}\n`);
  await system.connect(loaded.fields);

  const [dataSyncId, runId] = [randomUUID(), randomUUID()];
  await createDataSync(dataverse, {
    id: dataSyncId,
    name: syncName,
    notificationEmails: await ownEmail(dataverse),
    fields: loaded.fields,
    listIds: loaded.lists.map(({ id }) => id),
  });
  await startSync(dataverse, dataSyncId, runId);
  const bar = new ProgressBar(screen);
  await watchRun(dataverse, dataSyncId, runId, {
    show: (progress) => bar.show(progress),
    ended: eitherEnds(system),
    everyMs: 400,
  });
  bar.end();

  const result = await readRunResult(dataverse, dataSyncId, runId);
  const sample = loaded.sample(sampleSize);
  const checks = [
    ...checkCounts(loaded.expected, result),
    ...(await checkPrefill(system.bridge().url, system.env, sample)),
    await checkMail(dataverse.adminUrl, syncName),
  ];
  return reportOf(result, loaded.blankRows, await addresses(system, dataSyncId, recipientOf(sample)), checks, {
    bridgePeakMb: peakMemoryMb(system.bridge().child.pid),
    startPeakMb: Math.round(process.resourceUsage().maxRSS / 1_024),
  });
}

async function load(system: LocalSystem, population: Population, screen: Screen): Promise<Loaded> {
  const bar = new ProgressBar(screen);
  const rate = rateSince(screen.now);
  let done = 0;
  const loaded = await population.load(system.dataverse, (rows) => {
    done += rows;
    const { rows: total } = population;
    bar.show({ label: 'Loading people', done, total, perSecond: rate(done), remark: null });
  });
  bar.end();
  return loaded;
}

function eitherEnds(system: LocalSystem): Promise<Error> {
  const children = [system.dataverse.child, system.bridge().child];
  return Promise.race(
    children.map((child) =>
      child.ended.then(({ code, signal }) => {
        return new Error(`${child.name} ended in mid-run (${signal ?? `exit ${String(code)}`}).\n${child.said()}`);
      }),
    ),
  );
}

/** A contact where there is one: the sample form asks for things that leads do not have. */
function recipientOf(sample: readonly ExpectedProfile[]): ExpectedProfile | undefined {
  return sample.find(({ table }) => table === 'contact') ?? sample[0];
}

async function addresses(
  system: LocalSystem,
  dataSyncId: string,
  recipient: ExpectedProfile | undefined,
): Promise<Addresses> {
  const page = (options: Readonly<Record<string, string>>) => {
    const address = new URL(system.dataverse.appUrl);
    for (const [name, value] of Object.entries(options)) address.searchParams.set(name, value);
    return address.href;
  };
  const links = recipient === undefined ? [] : await recipientLinks(system.env, recipient.table, [recipient.id]);
  return {
    record: page({ pagetype: 'entityrecord', etn: 'pmds_datasync', id: dataSyncId }),
    errorTrace: page({ pagetype: 'entitylist', etn: 'pmds_errortrace' }),
    mailbox: new URL('mailbox', system.dataverse.adminUrl).href,
    form: links[0] ?? system.forms.url,
  };
}
