import { randomBytes } from 'node:crypto';
import { aWorld, type World } from '../server-world';

// https://learn.microsoft.com/power-apps/developer/data-platform/file-column-data
const mb = 1024 * 1024;

let world: World;
let id: string;
beforeAll(async () => {
  world = await aWorld();
  const { model } = world.organisation.store;
  const name = { ...model.table('account').columns.get('telephone3'), isValidForUpdate: false };
  model.addColumn('account', { logicalName: 'new_contract', type: 'file', maxValue: 10 * 1024, isCustom: true });
  model.addColumn('account', { ...name, logicalName: 'new_contract_name', type: 'string', isCustom: true });
  id = await world.create('accounts', { name: 'Contoso' });
});
afterAll(() => world.close());

const target = () => ({ '@odata.type': 'Microsoft.Dynamics.CRM.account', accountid: id });

async function begin(): Promise<string> {
  const begun = await world.call('POST', 'InitializeFileBlocksUpload', {
    Target: target(),
    FileAttributeName: 'new_contract',
    FileName: 'links.csv',
  });
  expect(begun.status).toBe(200);
  return String(begun.body['FileContinuationToken']);
}

const block = (token: string, number: number, data: Buffer) =>
  world.call('POST', 'UploadBlock', {
    BlockId: Buffer.from(String(number)).toString('base64'),
    BlockData: data.toString('base64'),
    FileContinuationToken: token,
  });

const commit = (token: string, numbers: readonly number[]) =>
  world.call('POST', 'CommitFileBlocksUpload', {
    BlockList: numbers.map((number) => Buffer.from(String(number)).toString('base64')),
    FileContinuationToken: token,
    FileName: 'links.csv',
    MimeType: 'text/csv',
  });

const bytes = async (headers: Record<string, string> = {}) => {
  const { url, token } = world.connection;
  const answer = await fetch(`${url}accounts(${id})/new_contract/$value`, {
    headers: { Authorization: `Bearer ${token}`, ...headers },
  });
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
};

describe('a file column', () => {
  it('takes a file by blocks, in the order of their list, and gives it back whole, in parts and by blocks', async () => {
    const file = randomBytes(6 * mb);
    const token = await begin();
    expect((await block(token, 2, file.subarray(4 * mb))).status).toBe(204);
    expect((await block(token, 1, Buffer.from('replaced'))).status).toBe(204);
    expect((await block(token, 1, file.subarray(0, 4 * mb))).status).toBe(204);
    const committed = await commit(token, [1, 2]);
    expect(committed).toMatchObject({ status: 200, body: { FileSizeInBytes: 6 * mb } });
    const row = await world.call('GET', `accounts(${id})?$select=new_contract,new_contract_name`);
    expect(row.body).toMatchObject({ new_contract: committed.body['FileId'], new_contract_name: 'links.csv' });
    const whole = await bytes();
    expect(whole.body.equals(file)).toBe(true);
    expect(whole.headers.get('x-ms-file-name')).toBe('links.csv');
    const part = await bytes({ Range: 'bytes=10-19' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${6 * mb}`]);
    expect(part.body.equals(file.subarray(10, 20))).toBe(true);
    const download = await world.call('POST', 'InitializeFileBlocksDownload', {
      Target: target(),
      FileAttributeName: 'new_contract',
    });
    expect(download.body).toMatchObject({ FileSizeInBytes: 6 * mb, FileName: 'links.csv', IsChunkingSupported: true });
    const { FileContinuationToken } = download.body;
    const last = await world.call('POST', 'DownloadBlock', {
      Offset: 4 * mb,
      BlockLength: 4 * mb,
      FileContinuationToken,
    });
    expect(Buffer.from(String(last.body['Data']), 'base64').equals(file.subarray(4 * mb))).toBe(true);
  });

  it('takes a file in one request, and lets go of it', async () => {
    const put = await world.call('PATCH', `accounts(${id})/new_contract`, 'plain text', {
      'Content-Type': 'application/octet-stream',
      'x-ms-file-name': 'a.txt',
    });
    expect(put.status).toBe(204);
    expect((await bytes()).body.toString()).toBe('plain text');
    expect((await world.call('DELETE', `accounts(${id})/new_contract`)).status).toBe(204);
    expect((await bytes()).status).toBe(204);
    expect((await world.call('GET', `accounts(${id})?$select=new_contract`)).body['new_contract']).toBeNull();
  });

  it('refuses a block above 4 MB, a file above the limit of its column, and a block that was not sent', async () => {
    const token = await begin();
    expect(await block(token, 1, Buffer.alloc(4 * mb + 1))).toMatchObject({
      status: 400,
      body: { error: { code: '0x80044a02' } },
    });
    for (const number of [1, 2, 3]) await block(token, number, Buffer.alloc(4 * mb));
    expect((await commit(token, [1, 2, 3])).body.error?.code).toBe('0x80044a02');
    expect((await commit(token, [1, 9])).status).toBe(400);
    expect((await commit(token, [1, 2])).status).toBe(200);
    expect((await commit(token, [1, 2])).status).toBe(400);
  });

  it('is not written as a value, and by nobody who may not write the row', async () => {
    expect((await world.call('PATCH', `accounts(${id})`, { new_contract: 'x' })).status).toBe(501);
    const client = { clientId: '00000000-0000-4000-8000-0000000f11e5', clientSecret: 's' };
    await world.admin('POST', 'clients', { ...client, name: 'Reader', roles: ['Basic User'] });
    const { authority, scope } = world.connection;
    const signedIn = await fetch(`${authority}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client.clientId,
        client_secret: client.clientSecret,
        scope,
      }),
    });
    const { access_token: token } = (await signedIn.json()) as { readonly access_token: string };
    const headers = { Authorization: `Bearer ${token}` };
    const asked = { Target: target(), FileAttributeName: 'new_contract' };
    expect((await world.call('POST', 'InitializeFileBlocksUpload', { ...asked, FileName: 'x' }, headers)).status).toBe(
      403,
    );
    expect((await world.call('POST', 'InitializeFileBlocksDownload', asked, headers)).status).toBe(403);
  });
});
