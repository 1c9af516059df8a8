import { createRemoteJWKSet, jwtVerify } from 'jose';
import { aWorld, send, type World } from './server-world';

// https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
// https://learn.microsoft.com/entra/identity-platform/howto-add-app-roles-in-apps
const identifierUri = 'api://profile-management-data-sync';
const appId = '0b6d1c51-4f0e-4c8e-9d6f-3f7b6a3d1c10';
const stranger = '00000000-0000-4000-8000-0000000057a9';

let world: World;
beforeAll(async () => {
  world = await aWorld();
  await world.admin('POST', 'clients', { clientId: stranger, clientSecret: 'another secret' });
  const grants = { [world.connection.clientId]: ['Links.Issue'] };
  await world.admin('POST', 'apis', { identifierUri, appId, grants });
});
afterAll(() => world.close());

async function token(scope: string, client = world.connection): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: client.clientId,
    client_secret: client.clientSecret,
    scope,
  });
  const { body: answer } = await send('POST', `${world.connection.authority}/oauth2/v2.0/token`, body.toString(), {
    'Content-Type': 'application/x-www-form-urlencoded',
  });
  return String(answer['access_token']);
}

async function checked(text: string) {
  const { body } = await send(
    'GET',
    `${world.connection.authority}/v2.0/.well-known/openid-configuration`,
    undefined,
    {},
  );
  const keys = createRemoteJWKSet(new URL(String(body['jwks_uri'])));
  return jwtVerify(text, keys, { algorithms: ['RS256'], audience: appId, issuer: String(body['issuer']) });
}

describe('an access token for an API of the tenant', () => {
  it('is signed by a published key, and carries the roles that were granted', async () => {
    for (const scope of [`${identifierUri}/.default`, `${appId}/.default`]) {
      const { payload } = await checked(await token(scope));
      expect(payload).toMatchObject({ ver: '2.0', roles: ['Links.Issue'], azp: world.connection.clientId });
    }
  });

  it('has no roles for an application that was granted none', async () => {
    const client = { ...world.connection, clientId: stranger, clientSecret: 'another secret' };
    const { payload } = await checked(await token(`${identifierUri}/.default`, client));
    expect(payload['roles']).toBeUndefined();
  });

  it('goes on being valid when the key is rolled, as the new ones are', async () => {
    const before = await token(`${identifierUri}/.default`);
    await world.admin('POST', 'signing-key', {});
    const after = await token(`${identifierUri}/.default`);
    const kids = [await checked(before), await checked(after)].map(({ protectedHeader }) => protectedHeader.kid);
    expect(new Set(kids).size).toBe(2);
  });

  it('opens nothing in Dataverse', async () => {
    const authorization = `Bearer ${await token(`${identifierUri}/.default`)}`;
    expect((await world.call('GET', 'WhoAmI', undefined, { Authorization: authorization })).status).toBe(401);
  });
});
