import { parseRowId, type RowId } from '@pmds/contracts/ids';
import { counted } from '@pmds/contracts/wording';
import type { Config } from '../settings/config.js';
import { isEmpty, type Holdings, type PurgeScope } from '../ports/store/purge.js';
import { CommandFailed, UsageError, type Command, type Terminal, type Values } from './command.js';
import { settingsOf } from './settings.js';

interface PurgeParts {
  /** What retention has come to: deleted syncs whose days are over, and what was read on demand too long ago. */
  readonly due: (config: Config, signal: AbortSignal) => Promise<readonly PurgeScope[]>;
  readonly look: (config: Config, scope: PurgeScope) => Promise<Holdings>;
  /** Purges, and resolves when nothing is stored any more. @throws CommandFailed where that cannot be. */
  readonly purge: (config: Config, scope: PurgeScope, terminal: Terminal) => Promise<Holdings>;
}

/** `pmds purge`: removes from the store, now, what retention would remove, or all that is stored of a sync or a person. */
export function purgeCommand(parts: PurgeParts): Command {
  return {
    name: 'purge',
    summary: 'Remove from the store what retention would remove, or all of one sync or one person.',
    help: [
      'Without an option: deleted syncs whose PMDS_RETENTION_DAYS are over (Dataverse is asked once more), and what was',
      'read on demand longer ago than PMDS_ON_DEMAND_KEEP_HOURS',
      '--sync GUID         everything that is stored of a sync; links made for its runs open nothing any more',
      '--person GUID       everything that is stored of a contact or lead; links made for it until now open nothing',
      '--dry-run           say how much is stored, and remove nothing',
      'What is in Dataverse stays there, and a later run stores again whom it finds there.',
      'Exit code 0: nothing of it is stored any more; 1: nothing was purged, and why; 2: wrong arguments or settings.',
    ],
    options: { sync: { type: 'string' }, person: { type: 'string' }, 'dry-run': { type: 'boolean' } },
    async run(values, terminal) {
      const scope = scopeOf(values);
      const config = settingsOf(terminal, { dataverse: scope === null, prefillKeys: false });
      const dry = values['dry-run'] === true;
      const scopes = scope === null ? await parts.due(config, terminal.signal) : [scope];
      const found: PurgeScope[] = [];
      for (const one of scopes) {
        const held = await parts.look(config, one);
        if (isEmpty(held)) continue;
        found.push(one);
        if (dry) terminal.out(`Stored of ${named(one)}: ${said(held)}.`);
      }
      if (found.length === 0) return nothing(scope, terminal);
      if (dry) return 0;
      for (const one of found) {
        const held = await parts.purge(config, one, terminal);
        terminal.out(`Purged of ${named(one)}: ${said(held)}.${links[one.kind]}`);
      }
      return 0;
    },
  };
}

function nothing(scope: PurgeScope | null, terminal: Terminal): number {
  if (scope === null) {
    terminal.out('Nothing is due: no deleted sync is past its days, and nothing that was read on demand is too old.');
    return 0;
  }
  const end = scope.kind === 'person' ? ` pmds revoke --member ${scope.id} ends links that were made for it.` : '';
  throw new CommandFailed(
    `The store of PMDS_STORE holds nothing of ${named(scope)}; nothing was purged. Check the id and PMDS_STORE.${end}`,
  );
}

function scopeOf(values: Values): PurgeScope | null {
  const { sync, person } = values;
  if (sync !== undefined && person !== undefined) throw new UsageError('Choose one of --sync and --person.');
  if (sync !== undefined) return { kind: 'sync', dataSyncId: idOf(sync, '--sync has to be the GUID of a sync.') };
  if (person !== undefined) {
    return { kind: 'person', id: idOf(person, '--person has to be the GUID of a contact or lead.') };
  }
  return null;
}

function idOf(text: unknown, problem: string): RowId {
  const id = parseRowId(typeof text === 'string' ? text.trim() : text);
  if (!id.ok) throw new UsageError(problem);
  return id.value;
}

function named(scope: PurgeScope): string {
  switch (scope.kind) {
    case 'sync':
      return `the sync ${scope.dataSyncId}`;
    case 'person':
      return `the contact or lead ${scope.id}`;
    case 'fetched':
      return `what was read on demand before ${scope.before}`;
  }
}

const links: Readonly<Record<PurgeScope['kind'], string>> = {
  sync: ' Links made for its runs open nothing any more.',
  person: ' Links made for it until now open nothing any more.',
  fetched: '',
};

const words: Readonly<Record<keyof Holdings, readonly [one: string, many: string]>> = {
  runs: ['run', 'runs'],
  profiles: ['profile', 'profiles'],
  memberships: ['row of membership and outcome', 'rows of membership and outcome'],
  onDemand: ['person read on demand', 'people read on demand'],
  closed: ['closed person', 'closed people'],
  traces: ['trace', 'traces'],
  responses: ['submit or use of a link', 'submits and uses of links'],
  reports: ['report that waits', 'reports that wait'],
  deadLetters: ['dead letter', 'dead letters'],
};

/** What there is, in words; what there is not is left out. */
function said(held: Holdings): string {
  const parts = (Object.keys(words) as (keyof Holdings)[]).flatMap((key) => {
    const count = held[key];
    return count === 0 ? [] : [counted(count, ...words[key])];
  });
  return parts.join(', ');
}
