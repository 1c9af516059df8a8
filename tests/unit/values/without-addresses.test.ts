import { aboutRun } from '@pmds/bridge/domain/outbox/subject';
import { DataverseError } from '@pmds/bridge/adapters/dataverse/http/errors';
import { mailReport } from '@pmds/bridge/adapters/dataverse/mail/mail-report';
import { refusalOf } from '@pmds/bridge/adapters/dataverse/reporting/rows/refusals';
import { traceColumns } from '@pmds/bridge/adapters/dataverse/reporting/rows/row-columns';
import { nodeHashing } from '@pmds/bridge/adapters/crypto/node-hashing';
import { traceOf } from '@pmds/bridge/application/run/run-traces';
import { failureCodes, OutsideError, RunFailure } from '@pmds/bridge/domain/failures';
import { failureOf } from '@pmds/bridge/domain/reported-failure';
import { withoutAddresses } from '@pmds/bridge/domain/values/without-addresses';
import { DestinationFailure } from '@pmds/bridge/ports/destination';
import { mailReasons } from '@pmds/contracts/run/mail-outcome';
import { aNotice, dataSyncId, noon, runId } from '../edges/builders.js';
import { clock } from '../edges/scripted-dataverse.js';

const address = 'Anna.Maier+news@contoso.example';
/** What the other side may say, and what of it names a person. */
const hostile = [
  [`550 5.1.1 <${address}>: Recipient address rejected`, 'contoso'],
  [address, 'contoso'],
  [`Cannot send to mailto:${address}.`, 'contoso'],
  ['the row (anna%40contoso.example) was refused', 'contoso'],
  ['"anna maier"@contoso.example is unknown', 'contoso'],
  ['"anna maier"@contoso.example is unknown', 'maier'],
  ['מען אנה@contoso.example נדחה', 'contoso'],
  ['jürgen@müller.example, anna@contoso.example; both refused', 'm\u00fcller'],
  ['anna\uFF20contoso.example was refused', 'contoso'],
  ['emailaddress1=anna&#64;contoso.example', 'contoso'],
  ["A value 'anna@localhost' is not allowed", 'localhost'],
  ['anna@odata.org is no address of an annotation', 'odata.org'],
  ['{"to":"anna@contoso.example"}', 'contoso'],
] as const;
const by = { hashing: nodeHashing, now: noon };
const run = { runId, dataSyncId };
const written = (trace: Parameters<typeof traceColumns>[0]) =>
  JSON.stringify(traceColumns(trace, { withMember: true, column: undefined }));

describe('no e-mail address in an Error Trace', () => {
  it.each(hostile)('takes it out of %s', (text, secret) => {
    const said = withoutAddresses(text);
    expect(said).not.toContain(secret);
    expect(said).toContain('…@…');
  });

  it.each([
    'The field "birthdate" of this contact holds a value that is no date.',
    'An undeclared property pmds_DataSyncId@odata.bind was found, and @odata.nextLink as well.',
    'Look at "@Microsoft.Dynamics.CRM.fetchxmlpagingcookie".',
    '',
  ])('leaves %s as it is', (text) => expect(withoutAddresses(text)).toBe(text));

  it('keeps the rest of the sentence and its end', () => {
    expect(withoutAddresses(`Ask ${address}. Then start again.`)).toBe('Ask …@…. Then start again.');
  });

  it('takes no longer for a long text than its length asks', () => {
    const text = `${'a'.repeat(200_000)} ${'"'.repeat(50_000)} @`;
    expect(withoutAddresses(text)).toHaveLength(text.length + 2);
  });

  it.each(hostile)('CD-28 of no error that %s ends a run with', (text, secret) => {
    const errors = [
      new RunFailure('LIST_QUERY_REFUSED', text),
      new OutsideError(text, { retry: null, failureCode: 'DATAVERSE_REFUSED' }),
      new DataverseError(text, { code: 'refused', status: 400 }),
      new DestinationFailure('DELIVERY_FAILED', text),
    ];
    for (const error of errors) {
      expect(error.message).not.toContain(secret);
      expect(failureOf(error).detail).not.toContain(secret);
    }
    expect(refusalOf(new DataverseError(text, { code: 'refused', status: 400 })).reason).not.toContain(secret);
  });

  it.each(failureCodes)('of no Trace row of %s, whatever its message or the id of its member holds', (code) => {
    for (const [text, secret] of hostile) {
      const about = { stage: 'read', code, message: text } as const;
      expect(written(traceOf(run, about, by))).not.toContain(secret);
      const member = { table: 'contact', id: text, exists: false } as const;
      expect(written(traceOf(run, { ...about, member }, by))).not.toContain(secret);
    }
  });

  it.each(mailReasons)('of no Trace row of a mail that did not leave (%s)', (reason) => {
    const message = { kind: 'mail', subject: aboutRun(run), notice: aNotice({ to: [address] }) } as const;
    for (const [detail, secret] of hostile) {
      const unsent = [{ addresses: [address, 'second@contoso.example'], reason, detail, againUntil: null }];
      const { traces } = mailReport(message, { unsent, again: null }, { clock, hashing: nodeHashing });
      expect(traces).toHaveLength(1);
      expect(written(traces[0]!)).not.toContain(secret);
      expect(written(traces[0]!)).not.toContain('Anna');
    }
  });
});
