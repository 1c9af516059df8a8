import type { DeadLetter, LetterOrder } from '../domain/outbox/dead-letter.js';
import type { OutboxKind } from '../domain/outbox/outbox.js';
import type { Config } from '../settings/config.js';
import { UsageError, type Command, type Values } from './command.js';
import { settingsOf } from './settings.js';

interface OutboxParts {
  readonly letters: (config: Config) => Promise<readonly DeadLetter[]>;
  /** Asks the service for it, which alone writes the store. */
  readonly order: (config: Config, orders: readonly LetterOrder[]) => Promise<void>;
}

/** `pmds outbox`: the reports that Dataverse refused for good. Shows ids, columns and reasons, no addresses and no values of members. */
export function outboxCommand({ letters, order }: OutboxParts): Command {
  return {
    name: 'outbox',
    summary: 'List the reports that Dataverse refused for good; send them again or drop them.',
    help: [
      'Without an option: lists them, one a line.',
      '--show NUMBER       one of them in full, as JSON',
      '--resend NUMBER     send it again, once what stood against it is mended; "all" for all of them',
      '--drop NUMBER       forget it: Dataverse is never told; "all" for all of them',
    ],
    options: { show: { type: 'string' }, resend: { type: 'string' }, drop: { type: 'string' } },
    async run(values, terminal) {
      const chosen = choiceOf(values);
      const config = settingsOf(terminal, { dataverse: false, prefillKeys: false });
      const known = await letters(config);
      if (chosen === null) {
        for (const letter of known) terminal.out(lineOf(letter));
        terminal.out(known.length === 0 ? 'Dataverse has refused no report.' : `${known.length} refused.`);
        return 0;
      }
      const named = chosen.number === 'all' ? known : known.filter(({ number }) => String(number) === chosen.number);
      if (named.length === 0) {
        terminal.err(
          chosen.number === 'all' ? 'Dataverse has refused no report.' : `There is no refused report ${chosen.number}.`,
        );
        return 1;
      }
      const { action } = chosen;
      if (action === 'show') {
        for (const letter of named) terminal.out(JSON.stringify(shown(letter), null, 2));
        return 0;
      }
      await order(
        config,
        named.map(({ number }) => ({ action, number })),
      );
      const what = action === 'resend' ? 'sent again' : 'dropped';
      terminal.out(`${named.map(({ number }) => number).join(', ')} ${what} as soon as the service has seen this.`);
      return 0;
    },
  };
}

interface Choice {
  readonly action: 'show' | 'resend' | 'drop';
  readonly number: string;
}

function choiceOf(values: Values): Choice | null {
  const given = (['show', 'resend', 'drop'] as const).flatMap((action) => {
    const number = values[action];
    return typeof number === 'string' ? [{ action, number }] : [];
  });
  if (given.length > 1) throw new UsageError('Choose one of --show, --resend and --drop.');
  const [one] = given;
  if (one !== undefined && !/^(all|\d{1,15})$/.test(one.number)) {
    throw new UsageError(`--${one.action} has to be the number of a refused report, or "all".`);
  }
  return one ?? null;
}

const titles: Readonly<Record<OutboxKind, string>> = {
  'sync-row': 'row of the sync',
  'run-row': 'row of the run',
  trace: 'Error Trace',
  'close-traces': 'closing of Error Traces',
  'adopt-traces': 'Error Traces that count on a later run',
  mail: 'completion mail',
  submission: 'submit of a web form',
  'submission-review': 'decision about a submit',
  'link-state': 'state of the links of a web form',
};

/** What it was and about what. Of one that this version cannot read no more than its kind is known. */
function aboutLetter({ kind, message, refusal }: DeadLetter): string {
  if (message === null) return `report of the kind "${kind}"`;
  const columns = refusal.columns.length === 0 ? '' : ` (${refusal.columns.join(', ')})`;
  const { subject } = message;
  const about = subject.of === 'run' ? `of run ${subject.runId}` : `(${subject.table} ${subject.id})`;
  return `${titles[message.kind]}${columns} ${about}`;
}

function lineOf(letter: DeadLetter): string {
  const { number, message, refusal, refusedAt, tries } = letter;
  const times = tries === 1 ? '' : `, ${tries} times`;
  const answer = refusal.status === 0 ? '' : ` ${refusal.status}`;
  const what = `${number}  ${refusedAt.toISOString()}  ${aboutLetter(letter)}`;
  if (message === null) return `${what}: ${refusal.reason}`;
  return `${what}: refused${times} with${answer} ${refusal.reason}`;
}

/** What a report was about, without addresses, names of people and texts. */
function shown({ number, kind, message, refusal, refusedAt, tries }: DeadLetter): Readonly<Record<string, unknown>> {
  const letter = { number, kind, refusedAt: refusedAt.toISOString(), tries, ...refusal };
  if (message === null) return letter;
  const { of: _, ...subject } = message.subject;
  const about = { ...letter, ...subject };
  switch (message.kind) {
    case 'sync-row':
    case 'run-row':
      return { ...about, reported: Object.keys(message.patch) };
    case 'trace':
      return { ...about, traceId: message.trace.id, traceCode: message.trace.code, stage: message.trace.stage };
    case 'close-traces':
    case 'adopt-traces':
      return { ...about, traceIds: message.ids };
    case 'mail':
      return { ...about, recipients: message.notice.to?.length ?? null, status: message.notice.status };
    case 'submission':
      return { ...about, webFormId: message.submission.formId, inputs: Object.keys(message.submission.values) };
    case 'submission-review':
      return { ...about, action: message.order.action };
    case 'link-state':
      return { ...about, state: message.state };
  }
}
