import { parseRowId, parseSyncRunId } from '@pmds/contracts/ids';
import type { Config } from '../settings/config.js';
import { ConfigReader } from '../settings/config-reader.js';
import { pageAddress } from '../settings/schemas.js';
import { revocationKinds, type Revocation, type RevocationKind } from '../domain/revocation.js';
import { formAddress } from './form-address.js';
import { CommandFailed, UsageError, type Command, type Values } from './command.js';
import { settingsOf } from './settings.js';

/** `pmds revoke`: ends links before their time. */
export function revokeCommand(
  revoke: (config: Config, rules: readonly Revocation[]) => Promise<void>,
  now: () => Date,
): Command {
  return {
    name: 'revoke',
    summary: "End recipients' links before their time: by run, form, member, key or date.",
    help: [
      '--run GUID          links that pmds link --run made for the run',
      '--form URL          links to the web form that were made until now',
      '--form-key KEY      links to the described form of this key that were made until now',
      '--member GUID       links of the contact or lead that were made until now',
      '--key KID           links that the key of PMDS_PREFILL_KEYS signed, whenever that was',
      '--before TIME       links that were made before, such as 2026-11-28 or 2026-11-28T14:00:00Z',
      'Each may be given several times, and together. Exit code 1: nothing was revoked, and why.',
    ],
    options: Object.fromEntries(revocationKinds.map((kind) => [kind, { type: 'string', multiple: true }] as const)),
    async run(values, terminal) {
      const config = settingsOf(terminal, { dataverse: false, prefillKeys: false });
      const rules = rulesFrom(values, now());
      checkKeys(rules, config);
      await revoke(config, rules);
      for (const rule of rules) terminal.out(said[rule.kind](rule));
      return 0;
    },
  };
}

const seen = 'open nothing any more, as soon as the service has seen this';
const said: Readonly<Record<RevocationKind, (rule: Revocation) => string>> = {
  run: ({ value }) => `The links that were made for run ${value} ${seen}.`,
  form: ({ value, at }) => `The links to ${value} that were made until ${at.toISOString()} ${seen}.`,
  'form-key': ({ value, at }) => `The links to the form "${value}" that were made until ${at.toISOString()} ${seen}.`,
  member: ({ value, at }) => `The links of ${value} that were made until ${at.toISOString()} ${seen}.`,
  key: ({ value }) =>
    `The links that key "${value}" signed ${seen}. New links need another key: put one in front of PMDS_PREFILL_KEYS.`,
  before: ({ at }) => `All links that were made before ${at.toISOString()} ${seen}.`,
};

function rulesFrom(values: Values, at: Date): readonly Revocation[] {
  const problems: string[] = [];
  const rules = revocationKinds.flatMap((kind) => {
    const given = values[kind];
    return (Array.isArray(given) ? given : []).flatMap((text) => {
      const rule = ruleOf(kind, String(text).trim(), at);
      if (typeof rule !== 'string') return [rule];
      problems.push(rule);
      return [];
    });
  });
  if (problems.length === 0 && rules.length === 0) {
    problems.push('Say which links end: --run, --form, --form-key, --member, --key or --before.');
  }
  if (problems.length > 0) throw new UsageError(...problems);
  return rules;
}

/** @returns what is wrong with the text, or the rule. */
function ruleOf(kind: RevocationKind, text: string, now: Date): Revocation | string {
  switch (kind) {
    case 'run': {
      const run = parseSyncRunId(text);
      return run.ok ? { kind, value: run.value, at: now } : '--run has to be the GUID of a run.';
    }
    case 'member': {
      const member = parseRowId(text);
      return member.ok ? { kind, value: member.value, at: now } : '--member has to be the GUID of a contact or lead.';
    }
    case 'form': {
      const reader = new ConfigReader({});
      const value = formAddress(reader.check('--form', text, pageAddress) ?? '');
      return value === ''
        ? (reader.problems[0] ?? '--form has to be the address of a web form.')
        : { kind, value, at: now };
    }
    case 'form-key':
      return text !== '' && text.length <= 40
        ? { kind, value: text, at: now }
        : '--form-key has to be the key of a Web Form.';
    case 'key':
      return /^[\w.-]{1,64}$/.test(text)
        ? { kind, value: text, at: now }
        : '--key has to be a kid of PMDS_PREFILL_KEYS.';
    case 'before':
      return beforeOf(text, now);
  }
}

function beforeOf(text: string, now: Date): Revocation | string {
  const at = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)
    ? new Date(text)
    : null;
  // The 31st of February is a date to JavaScript.
  const real = at !== null && !Number.isNaN(at.getTime()) && isDay(text.slice(0, 10));
  if (at === null || !real) {
    return `--before is "${text}"; it has to be a date such as 2026-11-28 (UTC) or a time such as 2026-11-28T14:00:00Z.`;
  }
  return at <= now ? { kind: 'before', value: '', at } : `--before is ${at.toISOString()}, which has not come yet.`;
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function checkKeys(rules: readonly Revocation[], { prefill }: Config): void {
  if (prefill.keys.length === 0) return;
  const kids = prefill.keys.map(({ kid }) => kid);
  const strange = rules.find(({ kind, value }) => kind === 'key' && !kids.includes(value));
  if (strange === undefined) return;
  throw new CommandFailed(
    `PMDS_PREFILL_KEYS holds no key "${strange.value}", only ${kids.join(', ')}; its links open nothing as it is, and nothing was revoked.`,
  );
}
