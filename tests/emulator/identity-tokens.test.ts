import { aWorld, send, type World } from './server-world';

// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
let world: World;
beforeAll(async () => (world = await aWorld()));
afterAll(() => world.close());

function ask(form: Readonly<Record<string, string>>, authority = world.connection.authority) {
  const { clientId, clientSecret, scope } = world.connection;
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope,
    ...form,
  });
  return send('POST', `${authority}/oauth2/v2.0/token`, body.toString(), {
    'Content-Type': 'application/x-www-form-urlencoded',
  });
}

const whoAmI = (token: string) => world.call('GET', 'WhoAmI', undefined, { Authorization: `Bearer ${token}` });

describe('the token endpoint', () => {
  it('gives an application a bearer token that the Web API takes', async () => {
    const answer = await ask({});
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3599 } });
    const me = await whoAmI(String(answer.body['access_token']));
    expect(me.status).toBe(200);
    expect(me.body['UserId']).not.toBe((await world.call('GET', 'WhoAmI')).body['UserId']);
  });

  it('tells a wrong secret, an unknown application, a wrong tenant and a wrong scope apart', async () => {
    const other = world.connection.authority.replace(/[^/]+$/, 'nobody.example');
    const errors = await Promise.all([
      ask({ client_secret: 'wrong' }),
      ask({ client_id: '00000000-0000-4000-8000-000000000001' }),
      ask({}, other),
      ask({ scope: 'https://elsewhere.example/.default' }),
      ask({ scope: world.connection.url }),
      ask({ grant_type: 'password' }),
    ]);
    expect(errors.map(({ status, body }) => [status, (body['error_codes'] as number[])[0]])).toEqual([
      [401, 7000215],
      [400, 700016],
      [400, 90002],
      [400, 500011],
      [400, 1002012],
      [400, 70003],
    ]);
    for (const { text } of errors) expect(text).not.toContain(world.connection.clientSecret);
  });
});

describe('a body that is too large', () => {
  it('is answered 413 instead of breaking the connection', async () => {
    const answer = await ask({ state: 'x'.repeat(200_000) });
    expect(answer.status).toBe(413);
  });
});

describe('authentication', () => {
  it('answers 401 with the documented challenge to a missing, forged or revoked token', async () => {
    const { clientId } = world.connection;
    const token = String((await ask({})).body['access_token']);
    const [head, , signature] = token.split('.');
    const forged = `${head ?? ''}.${Buffer.from(JSON.stringify({ tid: '1', appid: clientId })).toString('base64url')}.${signature ?? ''}`;
    for (const authorization of ['', 'Basic YTpi', 'Bearer nonsense', `Bearer ${forged}`]) {
      const answer = await world.call('GET', 'WhoAmI', undefined, { Authorization: authorization });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(
        /^Bearer authorization_uri=http:\/\/127\.0\.0\.1:\d+\/[0-9a-f-]+\/oauth2\/authorize, resource_id=http:\/\/127\.0\.0\.1:\d+\/$/,
      );
    }
  });

  it('answers 401 once a token has expired', async () => {
    await world.admin('POST', 'tokens', { expiresIn: 0 });
    const token = String((await ask({})).body['access_token']);
    await world.admin('POST', 'tokens', { expiresIn: 3599 });
    expect((await whoAmI(token)).status).toBe(401);
  });

  it('answers 403 0x80072560 to an application that is no user of the organisation', async () => {
    await world.admin('POST', 'clients', { clientId: '00000000-0000-4000-8000-00000000c11e', clientSecret: 's' });
    const { body } = await ask({ client_id: '00000000-0000-4000-8000-00000000c11e', client_secret: 's' });
    expect(await whoAmI(String(body['access_token']))).toMatchObject({
      status: 403,
      body: { error: { code: '0x80072560' } },
    });
  });

  it('lets the application in as soon as somebody has made its user', async () => {
    const applicationid = '00000000-0000-4000-8000-00000000c12e';
    await world.admin('POST', 'clients', { clientId: applicationid, clientSecret: 's' });
    const made = await world.create('systemusers', { applicationid });
    const { body } = await ask({ client_id: applicationid, client_secret: 's' });
    expect((await whoAmI(String(body['access_token']))).body).toMatchObject({ UserId: made });
  });
});
