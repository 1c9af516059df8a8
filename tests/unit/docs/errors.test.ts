import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { completionMail } from '@pmds/bridge/adapters/dataverse/mail/completion-mail';
import { traceColumns } from '@pmds/bridge/adapters/dataverse/reporting/rows/row-columns';
import { failureCodes, failures, failureSentence, isRetryable } from '@pmds/bridge/domain/failures';
import { actorValue } from '@pmds/contracts/run/actors';
import { aNotice, aTrace } from '../edges/builders.js';

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'errors.md'), 'utf8');
const rows = new Map(
  page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, code = '', happened, remedy, actor, again] = line.split('|').map((cell) => cell.trim());
      return [code.replaceAll('`', ''), { happened, remedy, actor, again }] as const;
    }),
);

describe('the error catalogue', () => {
  it.each(failureCodes)(
    'RT-18 says of %s what happened, what to do and who acts first, as the service does',
    (code) => {
      expect(rows.get(code)).toEqual({ ...failures[code], again: isRetryable(code) ? 'yes' : 'no' });
    },
  );

  it.each(failureCodes)('says of %s that trying again alone may help only where the remedy begins with it', (code) => {
    expect([code, isRetryable(code)]).toEqual([
      code,
      /^(Start again|Wait: the service sends it again|Nothing to do:|Look at the lists of the sync, then start again)/.test(
        failures[code].remedy,
      ),
    ]);
  });

  it.each(failureCodes)('writes the same of %s into the Error Trace, onto the row and into the mail', (code) => {
    const { happened, remedy, actor } = failures[code];
    const trace = traceColumns(aTrace({ code, message: happened }), { withMember: false, column: undefined });
    expect(trace).toMatchObject({
      pmds_reasoncode: code,
      pmds_message: happened,
      pmds_remedy: remedy,
      pmds_retryable: isRetryable(code),
      pmds_actor: actorValue(actor),
    });
    const message = failureSentence(code, '');
    expect(message).toBe(`${happened} ${remedy}`);
    const mail = completionMail(
      aNotice({ status: 'failed', message, readiness: message }),
      'https://crm.example',
      'en',
    );
    expect(mail.text).toContain(message);
  });

  it('RT-18 gives every code a sentence of its own and something to do', () => {
    const happened = Object.values(failures).map((text) => text.happened);
    expect(new Set(happened).size).toBe(happened.length);
    for (const { remedy } of Object.values(failures)) expect(remedy.length).toBeGreaterThan(20);
  });
});
