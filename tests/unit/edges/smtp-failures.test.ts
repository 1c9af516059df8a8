import { smtpFailures } from '@pmds/bridge/adapters/dataverse/mail/smtp-failures';

const all = ['ada@example.com', 'bob@example.com'];
const reply = (responseCode: number, response: string, more: object = {}) => ({ responseCode, response, ...more });

describe('why a mail server did not take a mail', () => {
  it('D1 names the one address of several that was refused', () => {
    const rejected = reply(550, '550 5.1.1 Bob <bob@example.com> unknown', { recipient: 'Bob@example.com' });
    expect(smtpFailures({ rejectedErrors: [rejected] }, ['bob@example.com'])).toEqual([
      { address: 'bob@example.com', reason: 'recipient-refused', detail: '550 5.1.1', again: false },
    ]);
  });

  it('D1 finds the refused address whatever its capitals, and blames no other', () => {
    const rejected = reply(550, '550 5.1.1 unknown', { recipient: 'bob@example.com' });
    const failures = smtpFailures({ rejectedErrors: [rejected] }, ['BOB@Example.com', 'ada@example.com']);
    expect(failures.map(({ reason }) => reason)).toEqual(['recipient-refused', 'unreachable']);
  });

  it('D1 tells a refused address from one that is put off, in the same answer', () => {
    const error = {
      code: 'EENVELOPE',
      ...reply(451, '451 4.7.1 greylisted'),
      rejectedErrors: [
        reply(451, '451-4.7.1 greylisted', { recipient: 'ada@example.com' }),
        reply(554, '554 no', { recipient: 'bob@example.com' }),
      ],
    };
    expect(smtpFailures(error, all)).toEqual([
      { address: 'ada@example.com', reason: 'asked-to-wait', detail: '451 4.7.1', again: true },
      { address: 'bob@example.com', reason: 'recipient-refused', detail: '554', again: false },
    ]);
  });

  it.each([421, 450, 451, 452, 455])('D2 takes %i for a wish to try later', (code) => {
    for (const failure of smtpFailures({ code: 'EENVELOPE', ...reply(code, `${code} later`) }, all)) {
      expect(failure).toMatchObject({ reason: 'asked-to-wait', again: true });
    }
  });

  it.each([
    [500, 'message-refused'],
    [552, 'message-refused'],
    [554, 'message-refused'],
  ])('D2 takes %i of the whole mail for final', (code, reason) => {
    expect(smtpFailures({ code: 'EMESSAGE', ...reply(code, `${code} no`) }, all)[0]).toMatchObject({
      reason,
      again: false,
    });
  });

  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate'],
    ['CERT_HAS_EXPIRED', 'certificate has expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', "Hostname/IP does not match certificate's altnames"],
  ])('D3 names the certificate (%s)', (originalCode, message) => {
    const failure = { reason: 'certificate', detail: originalCode, again: true };
    expect(smtpFailures({ code: 'ETLS', originalCode, message }, all)[1]).toEqual({ address: all[1], ...failure });
    expect(smtpFailures({ code: 'ESOCKET', originalCode, message }, all)[1]).toMatchObject(failure);
  });

  it.each([
    [{ code: 'EAUTH', ...reply(535, '535 5.7.8 no') }, 'sign-in', '535 5.7.8'],
    [{ code: 'EAUTH', message: 'Missing credentials' }, 'sign-in', 'EAUTH'],
    [{ code: 'ETLS', message: 'STARTTLS not offered' }, 'no-encryption', 'ETLS'],
    [{ code: 'EDNS', originalCode: 'ENOTFOUND', message: 'getaddrinfo' }, 'host-unknown', 'ENOTFOUND'],
    [{ code: 'ESOCKET', originalCode: 'ECONNREFUSED', message: 'connect' }, 'unreachable', 'ECONNREFUSED'],
    [{ code: 'ETIMEDOUT', message: 'Greeting never received' }, 'unreachable', 'ETIMEDOUT'],
    [new Error('odd'), 'unreachable', 'no answer'],
    ['not even an error', 'unreachable', 'no answer'],
  ])('says what stands below SMTP: %o', (error, reason, detail) => {
    expect(smtpFailures(error, all)).toEqual(all.map((address) => ({ address, reason, detail, again: true })));
  });

  it('keeps names, hosts and what the server said out of what is stored', () => {
    const error = { code: 'EENVELOPE', ...reply(550, '550 5.7.1 me:secret@mail.example refuses ada@example.com') };
    const { address, ...said } = smtpFailures(error, ['ada@example.com'])[0]!;
    expect(address).toBe('ada@example.com');
    expect(JSON.stringify(said)).not.toMatch(/secret|mail\.example|ada@/);
  });
});
