import { randomBytes } from 'node:crypto';
import { isLoopback } from '@pmds/bridge/settings/loopback';
import { readConfig } from '@pmds/bridge/settings/config';

const complete = {
  PMDS_DATAVERSE_URL: 'https://contoso.crm.dynamics.com',
  PMDS_TENANT_ID: 'tenant',
  PMDS_CLIENT_ID: 'client',
  PMDS_CLIENT_SECRET: 'hush-hush',
  PMDS_PREFILL_KEYS: JSON.stringify([{ kid: 'now', secret: randomBytes(32).toString('base64url') }]),
  PMDS_MAIL_FROM: 'sync@example.com',
};
const problems = (more: Readonly<Record<string, string>>): readonly string[] => {
  const config = readConfig({ ...complete, ...more }, { dataverse: true, prefillKeys: true });
  return config.ok ? [] : config.failure;
};

describe('S20 a database elsewhere', () => {
  it.each([
    'postgres://me:pass@db.example.com/pmds',
    'postgresql://me:pass@db.example.com/pmds',
    'POSTGRES://me:pass@db.example.com/pmds',
    'postgres://me:pass@db.example.com/pmds?sslmode=disable',
    'postgres://me:pass@db.example.com/pmds?sslmode=prefer',
    'postgres://me:pass@db.example.com/pmds?sslmode=allow',
    'postgres://me:pass@db.example.com/pmds?sslmode=no-verify',
    'postgres://me:pass@db.example.com/pmds?sslmode=verify-full&sslmode=disable',
    'postgres://me:pass@db.example.com/pmds?sslmode=require&uselibpqcompat=true',
    'postgres://me:pass@db.example.com/pmds?ssl=false',
    'postgres://me:pass@localhost/pmds?host=db.example.com',
    'postgres://me:pass@10.0.0.5/pmds',
    'postgres://me:pass@[fd00::5]/pmds',
    'postgres://me:pass@localhost.example.com/pmds',
    'postgres://me:pass@127.0.0.1.example.com/pmds',
  ])('is refused without TLS that is checked, naming the setting: %s', (url) => {
    const said = problems({ PMDS_STORE: url });
    expect(said).toEqual([expect.stringMatching(/^PMDS_STORE .*sslmode=verify-full.*PMDS_UNENCRYPTED=postgres/)]);
    expect(said.join()).not.toContain('pass@');
    expect(problems({ PMDS_STORE: url, PMDS_UNENCRYPTED: 'postgres' })).toEqual([]);
    expect(problems({ PMDS_STORE: url, PMDS_UNENCRYPTED: 'smtp' })).toHaveLength(1);
  });

  it.each([
    'postgres://me:pass@db.example.com/pmds?sslmode=verify-full',
    'postgres://me:pass@db.example.com/pmds?sslmode=verify-ca&sslrootcert=/etc/ssl/db.pem',
    'postgres://me:pass@db.example.com/pmds?sslmode=require',
    'postgres://me:pass@db.example.com/pmds?ssl=true',
    'postgres://me:pass@127.0.0.1:5432/pmds',
    'postgres://me:pass@localhost/pmds',
    'postgres://me:pass@localhost./pmds',
    'postgres://me:pass@[::1]/pmds',
    'postgres://me@%2Fvar%2Frun%2Fpostgresql/pmds',
    'postgres:///pmds?host=/var/run/postgresql&user=me',
  ])('is accepted with TLS or on this machine: %s', (url) => {
    expect(problems({ PMDS_STORE: url })).toEqual([]);
  });

  it('is one that PGHOST names, when the address names none', () => {
    expect(problems({ PMDS_STORE: 'postgres:///pmds', PGHOST: 'db.example.com' })).toHaveLength(1);
    expect(problems({ PMDS_STORE: 'postgres:///pmds' })).toEqual([]);
  });
});

describe('S20 a mail server elsewhere', () => {
  it.each([
    'smtp://mail.example.com',
    'smtp://me:pass@mail.example.com:587',
    'smtp://mail.example.com?requireTLS=false',
    'smtp://mail.example.com?requireTLS=true&ignoreTLS=true',
    'smtps://mail.example.com?tls.rejectUnauthorized=false',
    'smtp://[fd00::5]:25',
  ])('is refused where TLS is optional or unchecked, naming the setting: %s', (url) => {
    const said = problems({ PMDS_SMTP_URL: url });
    expect(said).toEqual([expect.stringMatching(/^PMDS_SMTP_URL .*smtps:\/\/.*PMDS_UNENCRYPTED=smtp/)]);
    expect(problems({ PMDS_SMTP_URL: url, PMDS_UNENCRYPTED: 'smtp' })).toEqual([]);
  });

  it.each([
    'smtps://me:pass@mail.example.com',
    'smtp://me:pass@mail.example.com:587?requireTLS=true',
    'smtp://localhost:25',
    'smtp://127.0.0.1:2525',
    'smtp://[::1]:25',
  ])('is accepted with TLS or on this machine: %s', (url) => {
    expect(problems({ PMDS_SMTP_URL: url })).toEqual([]);
  });
});

describe('S20 addresses', () => {
  it.each([
    ['PMDS_DATAVERSE_URL', 'http://contoso.crm.dynamics.com'],
    ['PMDS_AUTHORITY', 'http://login.example.com/tenant'],
    ['PMDS_PUBLIC_URL', 'http://sync.example.com'],
    ['PMDS_FORM_URL', 'http://forms.example.com/newsletter.html'],
    ['PMDS_PREFILL_ORIGINS', 'http://forms.example.com'],
  ])('%s off this machine has to be https, whatever is set', (name, url) => {
    expect(problems({ [name]: url, PMDS_UNENCRYPTED: 'postgres,smtp' })).toEqual([expect.stringContaining(name)]);
    expect(problems({ [name]: 'http://localhost.:4610' })).toEqual([]);
  });

  it('are of this machine in every form of loopback, and in no other', () => {
    const own = ['localhost', 'LocalHost', 'localhost.', 'a.localhost', '127.0.0.1', '127.8.9.1', '::1', '[::1]'];
    const others = ['localhost.example', '128.0.0.1', '127.0.0.1.nip.io', '::2', '[::ffff:10.0.0.1]', '0.0.0.0', ''];
    expect(own.concat('[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]').filter((host) => !isLoopback(host))).toEqual([]);
    expect(others.filter(isLoopback)).toEqual([]);
  });

  it('name what may be unencrypted, when something else is named', () => {
    expect(problems({ PMDS_UNENCRYPTED: 'dataverse' })).toEqual([
      expect.stringContaining('possible are postgres, smtp'),
    ]);
  });
});
