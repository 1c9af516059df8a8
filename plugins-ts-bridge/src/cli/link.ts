import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import { parseRowId, parseSyncRunId, type RowId, type SyncRunId } from '@pmds/contracts/ids';
import { counted } from '@pmds/contracts/wording';
import { linkWithToken, takeToken } from '@pmds/contracts/web-form/link';
import { wholeSecond } from '../domain/links/link-terms.js';
import { plannedForm } from '../domain/links/planned-form.js';
import type { WebForm } from '../domain/web-form/web-form.js';
import type { LinkMaker } from '../ports/links/link-maker.js';
import type { PrefillTokens } from '../application/prefill/prefill-token.js';
import { ConfigReader } from '../settings/config-reader.js';
import { pageAddress } from '../settings/schemas.js';
import type { Config } from '../settings/config.js';
import type { LinkFacts } from '../domain/revocation.js';
import { formAddress } from './form-address.js';
import { readFileWish, type LinkFileWish } from './link-file.js';
import { CommandFailed, UsageError, type Command, type Values } from './command.js';
import { settingsOf } from './settings.js';

const defaultMinutes = 30 * 24 * 60;
const maxMinutes = 366 * 24 * 60;

interface LinkParts {
  readonly linksOf: (config: Config) => LinkMaker | null;
  readonly tokensOf: (config: Config) => PrefillTokens;
  readonly now: () => Date;
  /** The Web Form that is meant, `null` for none. @throws CommandFailed for one that no link opens, or several. */
  readonly findForm: (config: Config, text: string) => Promise<WebForm | null>;
  /** @throws CommandFailed when one of the links would open nothing. */
  readonly check: (
    config: Config,
    wish: { readonly table: SelectableTable; readonly ids: readonly RowId[]; readonly facts: readonly LinkFacts[] },
    signal: AbortSignal,
  ) => Promise<void>;
  /** @returns how many links the file has. @throws CommandFailed */
  readonly writeFile: (config: Config, wish: LinkFileWish, signal: AbortSignal) => Promise<number>;
}

/** `pmds link`: recipients' links to a web form, one per line, in the order of the ids. */
export function linkCommand({ tokensOf, linksOf, now, findForm, check, writeFile }: LinkParts): Command {
  return {
    name: 'link',
    summary: "Print recipients' links: a web form that opens filled in.",
    help: [
      '--table contact|lead   the table of the ids',
      '--id GUID              a contact or lead; may be given several times',
      '--form FORM            the web form: key, name or address of a Web Form, or any address with its own query and',
      '                       fragment; default PMDS_FORM_URL',
      `--ttl-minutes N        how long the link works; default as the Web Form says, else ${defaultMinutes} (30 days)`,
      '--run GUID             the run the links belong to; pmds revoke --run ends them together',
      '--sync GUID --out FILE  instead of --table and --id: a CSV file with the link of every member of a sync',
      '                       (id, name, email, link)',
      'Exit code 1: a member is not there or its link is revoked; then no link is printed.',
    ],
    options: {
      table: { type: 'string' },
      id: { type: 'string', multiple: true },
      form: { type: 'string' },
      'ttl-minutes': { type: 'string' },
      run: { type: 'string' },
      sync: { type: 'string' },
      out: { type: 'string' },
    },
    async run(values, terminal) {
      const config = settingsOf(terminal, { dataverse: true, prefillKeys: true });
      if (values['sync'] !== undefined) {
        const wish = readFileWish(values, config, maxMinutes);
        const links = await writeFile(config, wish, terminal.signal);
        terminal.out(`${wish.out}: ${counted(links, 'link')}.`);
        return 0;
      }
      const wish = readWish(values, config);
      const issuedAt = now();
      const described = await findForm(config, wish.form);
      const { facts, linkOf } =
        described === null
          ? toAddress(addressOf(wish.form), wish, { config, tokens: tokensOf(config), issuedAt })
          : toForm(described, wish, linksOf(config), issuedAt);
      const { table, ids } = wish;
      await check(config, { table, ids, facts }, terminal.signal);
      for (const id of ids) terminal.out(linkOf(id));
      return 0;
    },
  };
}

function readWish(values: Values, config: Config) {
  const problems: string[] = [];
  const table = selectableTables.find((candidate) => candidate === values['table']);
  if (table === undefined) problems.push(`--table has to be one of ${selectableTables.join(', ')}.`);
  const raw = Array.isArray(values['id']) ? values['id'] : [];
  if (raw.length === 0) problems.push('--id is missing: the GUID of a contact or lead.');
  const ids = raw.flatMap((text) => {
    const id = parseRowId(text);
    if (id.ok) return [id.value];
    problems.push(`--id ${String(text)} is not a GUID.`);
    return [];
  });
  const given = values['ttl-minutes'];
  const minutes = given === undefined ? null : Number(given);
  if (minutes !== null && (!Number.isInteger(minutes) || minutes < 1 || minutes > maxMinutes)) {
    problems.push(`--ttl-minutes has to be a whole number from 1 to ${maxMinutes}.`);
  }
  const form = formOf(values['form'], config, problems);
  const runId = runOf(values['run'], problems);
  if (problems.length > 0 || table === undefined) throw new UsageError(...problems);
  return { table, ids, minutes, form, runId };
}

function formOf(value: Values[string], config: Config, problems: string[]): string {
  if (typeof value !== 'string') {
    if (config.prefill.formUrl === null) problems.push('--form is missing, and PMDS_FORM_URL is not set.');
    return config.prefill.formUrl ?? '';
  }
  if (takeToken(value).token !== null) problems.push('--form is a link already; give the address of the form alone.');
  return value;
}

/** Of a form that nobody described. @throws UsageError */
function addressOf(text: string): string {
  const reader = new ConfigReader({});
  const form = reader.check('--form', text, pageAddress);
  if (form !== null) return form;
  const asName = URL.canParse(text)
    ? []
    : ['No Web Form has this key or name either; a new one is known within a minute.'];
  throw new UsageError([...reader.problems, ...asName].join(' '));
}

interface Making {
  readonly config: Config;
  readonly tokens: PrefillTokens;
  readonly issuedAt: Date;
}
interface Links {
  readonly facts: readonly LinkFacts[];
  readonly linkOf: (id: RowId) => string;
}
type Wish = ReturnType<typeof readWish>;

/** To a described form: its key is the audience, and it says how long and how often its links work. */
function toForm(form: WebForm, { table, ids, runId, minutes }: Wish, links: LinkMaker | null, now: Date): Links {
  const issuedAt = wholeSecond(now);
  const planned = plannedForm(form, issuedAt);
  if (planned === null) throw new CommandFailed(`The web form "${form.name}" has no address; enter one on its record.`);
  if (links === null) throw new CommandFailed('There is no key to sign links with. Set PMDS_PREFILL_KEYS.');
  const expiresOn =
    minutes === null ? planned.expiresOn : new Date(issuedAt.getTime() + minutes * 60_000).toISOString();
  const terms = { form: { ...planned, expiresOn }, runId, issuedAt };
  return {
    facts: ids.map((id) => ({ id, runId, form: null, formKey: form.key, kid: links.kid, issuedAt })),
    linkOf: (id) => links.linkOf(terms, table, id),
  };
}

function toAddress(form: string, { table, ids, runId, minutes }: Wish, { config, tokens, issuedAt }: Making): Links {
  const kid = config.prefill.keys[0]?.kid ?? '';
  const address = formAddress(form);
  const seconds = (minutes ?? defaultMinutes) * 60;
  return {
    facts: ids.map((id) => ({ id, runId, form: address, kid, issuedAt })),
    linkOf: (id) => linkWithToken(form, tokens.sign({ table, id, runId, form: address }, issuedAt, seconds)),
  };
}
function runOf(value: Values[string], problems: string[]): SyncRunId | null {
  if (value === undefined) return null;
  const runId = parseSyncRunId(value);
  if (runId.ok) return runId.value;
  problems.push(`--run ${String(value)} is not a GUID.`);
  return null;
}
