import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aPackage, viewId } from './import/package-fixture';
import { aWorld, type World } from './server-world';

describe('what the app shell draws from', () => {
  let world: World;
  let folder: string;
  let origin: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shell-'));
    const solution = join(folder, 'pfx.zip');
    await writeFile(solution, aPackage());
    world = await aWorld({ solution });
    origin = new URL(world.connection.url).origin;
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });

  /** The cookie that makes a browser a user. */
  const as = async (user: string): Promise<{ cookie: string }> => {
    const response = await fetch(`${origin}/_emulator/sign-in?user=${encodeURIComponent(user)}`, {
      redirect: 'manual',
    });
    return { cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
  };
  const read = async (
    path: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${origin}${path}`, { headers });
    return { status: response.status, text: await response.text() };
  };
  const json = async (path: string, headers: Record<string, string> = {}): Promise<Record<string, unknown>> =>
    JSON.parse((await read(path, headers)).text) as Record<string, unknown>;

  it('names the signed-in user, the others, and the apps', async () => {
    const session = await json('/_shell/session', await as('Rita Reader'));
    expect(session['user']).toMatchObject({ name: 'Rita Reader', languageId: 1033 });
    expect(session['users']).toContainEqual(expect.objectContaining({ name: 'Ada Admin' }));
    expect(session['apps']).toMatchObject([{ uniqueName: 'pfx_App' }]);
  });

  it('answers an app with its site map as imported', async () => {
    const { apps } = (await json('/_shell/session')) as { apps: { id: string }[] };
    const app = await json(`/_shell/apps/${apps[0]?.id ?? ''}`);
    expect(app['siteMapXml']).toContain('<SubArea Id="s" Entity="pfx_run"/>');
    expect(app['tables']).toMatchObject([{ logicalName: 'pfx_run' }]);
  });

  it('answers a table with labels, views and forms in the language of the user', async () => {
    const user = await as('Sam Service');
    const chosen = await fetch(`${origin}/_shell/language?id=1031`, { method: 'POST', headers: user });
    expect(chosen.status).toBe(200);
    const table = await json('/_shell/tables/pfx_run', user);
    expect(table).toMatchObject({ displayName: 'Lauf', displayCollectionName: 'Läufe', entitySetName: 'pfx_runs' });
    expect(table['views']).toMatchObject([{ id: viewId, name: 'Aktive Läufe' }]);
    expect(table['forms']).toMatchObject([
      { type: 2, formXml: expect.stringContaining('datafieldname="pfx_name"') as string },
    ]);
    expect((await json('/_shell/tables/pfx_run'))['displayName']).toBe('Run');
  });

  it('says which privileges the user has on the table', async () => {
    expect((await json('/_shell/tables/pfx_run'))['privileges']).toMatchObject({ Create: 8, Delete: 8 });
    expect((await json('/_shell/tables/pfx_run', await as('Noa None')))['privileges']).toMatchObject({
      Create: 0,
      Read: 0,
    });
  });

  it('serves web resources and the files of code components as they were packed', async () => {
    expect(await read('/WebResources/pfx_/js/run.js')).toEqual({ status: 200, text: 'window.Pfx = {};' });
    expect((await read('/_shell/controls/pfx_Pfx.StatusBadge/bundle.js')).text).toBe('/* bundle */');
    expect((await read('/WebResources/pfx_/js/other.js')).status).toBe(404);
  });

  it('serves nothing outside the folder of its own files', async () => {
    expect((await read('/_shell/assets/%2e%2e%2f%2e%2e%2fpackage.json')).status).toBe(404);
  });

  it('answers an unknown table or app with an error that names it', async () => {
    const { status, text } = await read('/_shell/tables/pfx_gone');
    expect(status).toBe(404);
    expect(text).toContain("Resource not found for the segment 'pfx_gone'");
  });

  it('writes the page for the language of the user, and refuses one that the organisation does not have', async () => {
    const user = await as('Noa None');
    expect((await read('/main.aspx?lang=1037', user)).text).toContain('<html lang="he" dir="rtl">');
    expect((await json('/_shell/session', user))['user']).toMatchObject({ languageId: 1037 });
    const refused = await read('/main.aspx?lang=1041', user);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('1041');
  });
});
