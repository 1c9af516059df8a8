import { inspect } from 'node:util';
import { readConfig } from '@pmds/bridge/settings/config';

const needs = { dataverse: true, prefillKeys: true };
const secret = 'nJ4uX0r6TtqWc8yKf2ZsBv9dLgHe5aPm3RiQoN7kYxE';
const complete = {
  PMDS_DATAVERSE_URL: 'https://contoso.crm.dynamics.com/',
  PMDS_TENANT_ID: 'tenant',
  PMDS_CLIENT_ID: 'client',
  PMDS_CLIENT_SECRET: 'hush-hush',
  PMDS_PREFILL_KEYS: JSON.stringify([{ kid: 'one', secret }]),
};

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  const config = readConfig(environment, needs);
  return config.ok ? [] : config.failure;
}

function configOf(environment: Readonly<Record<string, string>>) {
  const config = readConfig(environment, needs);
  if (!config.ok) throw new Error(config.failure.join('\n'));
  return config.value;
}

describe('settings', () => {
  it('have defaults for everything but the environment and its secrets', () => {
    const config = configOf(complete);
    expect(config).toMatchObject({
      dataverse: {
        url: 'https://contoso.crm.dynamics.com',
        authority: 'https://login.microsoftonline.com/tenant',
        setupUser: null,
      },
      http: { host: '127.0.0.1', port: 4620, publicUrl: null, webhookKey: null },
      prefill: { origins: [], formUrl: null, defaultColumns: ['firstname', 'lastname', 'emailaddress1'] },
      mail: { from: null, smtpUrl: null, retrySeconds: 300 },
      optOutFlags: ['donotbulkemail', 'donotemail', 'donotsendmm'],
      pollSeconds: 5,
      pageRows: 5000,
      api: { audience: null, perClientPerMinute: 120 },
      logLevel: 'info',
    });
    expect(config.store).toMatchObject({ kind: 'sqlite' });
  });

  it('IZ-02 say which flags stand against a mailing, among those that contacts and leads have', () => {
    const flagsOf = (text: string) => configOf({ ...complete, PMDS_OPT_OUT_FLAGS: text }).optOutFlags;
    expect(flagsOf('donotphone, DoNotEmail')).toEqual(['donotemail', 'donotphone']);
    expect(problemsOf({ ...complete, PMDS_OPT_OUT_FLAGS: 'donotemail,followemail' })).toEqual([
      expect.stringContaining('PMDS_OPT_OUT_FLAGS holds "followemail"'),
    ]);
  });

  it('sign manifests with keys of their own, else with those of the links', () => {
    const own = JSON.stringify([{ kid: 'proof', secret }]);
    const kids = (more: Readonly<Record<string, string>>) =>
      configOf({ ...complete, ...more }).manifestKeys.map(({ kid }) => kid);
    expect([kids({}), kids({ PMDS_MANIFEST_KEYS: own })]).toEqual([['one'], ['proof']]);
    expect(problemsOf({ ...complete, PMDS_MANIFEST_KEYS: '[]' })).toHaveLength(1);
  });

  it('tell every problem at once', () => {
    const problems = problemsOf({ PMDS_PORT: 'many', PMDS_PAGE_ROWS: '5001', PMDS_STORE: 'redis://x' });
    for (const name of ['DATAVERSE_URL', 'TENANT_ID', 'CLIENT_ID', 'CLIENT_SECRET', 'PREFILL_KEYS']) {
      expect(problems).toContainEqual(expect.stringContaining(`PMDS_${name} is missing`));
    }
    expect(problems).toContainEqual(expect.stringContaining('PMDS_PORT is "many"'));
    expect(problems).toContainEqual(expect.stringContaining('PMDS_PAGE_ROWS is "5001"'));
    expect(problems).toContainEqual(expect.stringContaining('PMDS_STORE has to be'));
    expect(problems).toHaveLength(8);
  });

  it('never show a secret, neither printed nor in a problem', () => {
    const config = configOf({
      ...complete,
      PMDS_WEBHOOK_KEY: secret,
      PMDS_STORE: 'postgres://me:pass@host/db?sslmode=require',
    });
    const printed = `${inspect(config, { depth: 9 })}${JSON.stringify(config)}`;
    expect(printed).toContain('[secret]');
    for (const hidden of ['hush-hush', secret, 'me:pass']) expect(printed).not.toContain(hidden);
    const problems = problemsOf({ ...complete, PMDS_PREFILL_KEYS: '[{"kid":"a","secret":"too-short"}]' });
    expect(problems.join()).not.toContain('too-short');
  });

  it.each([
    ['PMDS_DATAVERSE_URL', 'https://contoso.crm.dynamics.com/api/data/v9.2', 'without /api'],
    ['PMDS_DATAVERSE_URL', 'http://contoso.crm.dynamics.com', 'begin with https'],
    ['PMDS_PUBLIC_URL', 'ftp://host', 'has to be an address'],
    ['PMDS_PUBLIC_URL', 'https://me:secret@host', 'user name or password'],
    ['PMDS_WEBHOOK_KEY', secret.slice(1), 'fewer than 256 bits'],
    ['PMDS_PREFILL_ORIGINS', 'https://forms.example.com/path', 'an origin looks like'],
    ['PMDS_PREFILL_ORIGINS', '*', 'an origin looks like'],
    [
      'PMDS_PREFILL_KEYS',
      JSON.stringify([
        { kid: 'a', secret },
        { kid: 'a', secret },
      ]),
      'no kid twice',
    ],
    ['PMDS_PREFILL_DEFAULT_FIELDS', 'first name', 'logical name'],
    ['PMDS_APPLICATION_USERS', '{"clientId":"a"}', 'a list like'],
    ['PMDS_SMTP_URL', 'https://mail', 'has to be smtp://'],
    ['PMDS_SMTP_URL', 'smtps://mail', 'PMDS_MAIL_FROM is missing'],
    ['PMDS_SETUP_CLIENT_ID', 'admin', 'PMDS_SETUP_CLIENT_SECRET is missing'],
    ['PMDS_LOG_LEVEL', 'loud', 'one of'],
    ['PMDS_PORT', '65536', 'from 0 to 65535'],
    ['PMDS_PORT', '80.5', 'PMDS_PORT is "80.5"; it has to be a whole number'],
    ['PMDS_AUTHORITY', 'https://login.example.com/x?y=1', 'give the address alone: https://login.example.com.'],
    ['PMDS_FORM_URL', 'forms.example.com/register?x=1', 'has to be an address such as'],
    ['PMDS_FORM_URL', 'http://forms.example.com/?x=1#y', 'begin with https'],
    ['PMDS_PREFILL_ORIGINS', 'http://forms.example.com', 'which is not encrypted'],
    ['PMDS_PUBLIC_COLUMNS', 'firstname,last name', 'PMDS_PUBLIC_COLUMNS holds "last name"'],
    ['PMDS_UNENCRYPTED', 'postgres,redis', 'PMDS_UNENCRYPTED holds "redis"; possible are postgres, smtp.'],
    ['PMDS_MAIL_FROM', 'Ada <ada@example.com>', 'PMDS_MAIL_FROM has to be one e-mail address.'],
    ['PMDS_API_AUDIENCE', 'api://pmds', 'has to be the application (client) id'],
    ['PMDS_API_CLIENT_PER_MINUTE', '0', 'from 1 to'],
    ['HTTPS_PROXY', 'proxy:3128', 'HTTPS_PROXY cannot be read'],
  ])('refuse %s = %s', (name, value, sentence) => {
    expect(problemsOf({ ...complete, [name]: value })).toContainEqual(expect.stringContaining(sentence));
  });

  it('name each wrong part of a list, and say of a variable one thing at a time', () => {
    const listed = problemsOf({ ...complete, PMDS_PREFILL_ORIGINS: 'https://ok.example.com,*,http://far.example.com' });
    expect(listed).toEqual([
      'PMDS_PREFILL_ORIGINS holds "*"; an origin looks like https://forms.example.com.',
      'PMDS_PREFILL_ORIGINS holds "http://far.example.com", which is not encrypted; it has to begin with https.',
    ]);
    expect(problemsOf({ ...complete, PMDS_PUBLIC_URL: 'ftp://me:pw@host/?x#y' })).toHaveLength(1);
  });

  it.each([
    ['PMDS_STORE', 'postgres//me:hidden-pass@host/db'],
    ['PMDS_SMTP_URL', 'smtp:/me:hidden-pass@host'],
    ['PMDS_PREFILL_KEYS', '[{"kid":"a b","secret":"hidden-pass"}]'],
    ['PMDS_PREFILL_KEYS', '[{"kid":"a","secret":"hidden-pass"'],
    ['PMDS_APPLICATION_USERS', '[{"clientId":"a","clientSecret":"hidden-pass","more":1}]'],
    ['PMDS_DATAVERSE_URL', 'https://me:hidden-pass@contoso.crm.dynamics.com'],
    ['PMDS_PUBLIC_URL', 'https:me:hidden-pass@ho st'],
    ['http_proxy', 'me:hidden-pass@proxy'],
  ])('refuse %s without a word of the secret in it', (name, value) => {
    const problems = problemsOf({ ...complete, [name]: value });
    expect(problems).toContainEqual(expect.stringContaining(name));
    expect(problems.join()).not.toContain('hidden-pass');
  });

  it('accept both ends of a range, and a plain address on this machine', () => {
    for (const port of ['0', '65535']) expect(configOf({ ...complete, PMDS_PORT: port }).http.port).toBe(Number(port));
    const local = configOf({ ...complete, PMDS_DATAVERSE_URL: 'http://127.0.0.1:4610' });
    expect(local.dataverse.url).toBe('http://127.0.0.1:4610');
    expect(configOf({ ...complete, PMDS_WEBHOOK_KEY: secret }).http.webhookKey?.reveal()).toBe(secret);
  });

  it('share the work among application users, each once', () => {
    const users = [
      { clientId: 'client', clientSecret: 'again' },
      { clientId: 'second', clientSecret: 'other' },
    ];
    const config = configOf({ ...complete, PMDS_APPLICATION_USERS: JSON.stringify(users) });
    expect(config.dataverse.users.map(({ clientId }) => clientId)).toEqual(['client', 'second']);
  });
});
