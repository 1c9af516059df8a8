import type { Store } from '../data/store.js';
import { dateText, targetKey, type RowObject } from '../data/value.js';
import { emailStatus } from '../write/rules/email.js';

export interface SentMail {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly status: string;
  readonly sentOn: string | null;
}

const statusNames: Readonly<Record<number, string>> = {
  1: 'draft',
  2: 'completed',
  3: 'sent',
  4: 'received',
  5: 'canceled',
  6: 'pending',
  7: 'sending',
  8: 'failed',
};

/** The outgoing mail server: takes what is pending, marks it sent and shows it. No mail ever leaves the machine. */
export class Mailbox {
  readonly #store: Store;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(store: Store) {
    this.#store = store;
    store.onChange(({ table, id, values }) => {
      if (table === 'email' && values['statuscode'] === emailStatus.pendingSend) this.#deliverSoon(id);
    });
  }

  /** What was sent last comes first, and what is still on its way before it. */
  mails(): SentMail[] {
    const rows = this.#store.rows('email');
    return (
      [...rows.all()]
        .map((row) => rows.toObject(row))
        .filter((email) => email['statecode'] === 1 && email['directioncode'] !== false)
        // The row's version would not do: delivery changes it, so an older mail could overtake a newer one.
        .reverse()
        .sort((a, b) => sentTime(b) - sentTime(a))
        .map((email) => this.#describe(email))
    );
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** After the transaction that sent it: one that was rolled back is no longer pending. */
  #deliverSoon(id: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (this.#store.get('email', id)?.['statuscode'] !== emailStatus.pendingSend) return;
      this.#store.update('email', id, { statuscode: emailStatus.sent, senton: dateText(this.#store.now()) });
    }, 20);
    this.#timers.add(timer);
  }

  #describe(email: RowObject): SentMail {
    const html = text(email['description']);
    return {
      id: text(email['activityid']),
      from: this.#addresses(email, 1),
      to: [2, 3, 4]
        .map((role) => this.#addresses(email, role))
        .filter((one) => one !== '')
        .join('; '),
      subject: text(email['subject']),
      html,
      text: plainText(html),
      status: statusNames[Number(email['statuscode'])] ?? 'unknown',
      sentOn: typeof email['senton'] === 'string' ? email['senton'] : null,
    };
  }

  #addresses(email: RowObject, role: number): string {
    const rows = this.#store.rows('activityparty');
    return [...rows.byValue('activityid').rows(email['activityid'] ?? null)]
      .map((row) => rows.toObject(row))
      .filter((party) => party['participationtypemask'] === role)
      .map((party) => text(party['addressused']) || this.#addressOf(party))
      .join('; ');
  }

  #addressOf(party: RowObject): string {
    const table = text(party[targetKey('partyid')]);
    const row =
      this.#store.model.findTable(table) === undefined ? undefined : this.#store.get(table, text(party['partyid']));
    return text(row?.['internalemailaddress'] ?? row?.['emailaddress'] ?? row?.['emailaddress1']);
  }
}

function sentTime(email: RowObject): number {
  return typeof email['senton'] === 'string' ? Date.parse(email['senton']) : Number.MAX_SAFE_INTEGER;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function plainText(html: string): string {
  return html
    .replace(/<(style|script)\b[^>]*>.*?<\/\1>/gis, '')
    .replace(/<(br|\/p|\/div|\/tr|\/h\d|\/li)\b[^>]*>/gi, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/[ \t]+/g, ' ')
    .replace(/\n\s*\n+/g, '\n')
    .trim();
}
