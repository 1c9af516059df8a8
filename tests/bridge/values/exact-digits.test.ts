import { startDataverse, type LocalDataverse } from '@pmds/scripts/processes/dataverse-process';
import { aContact, readBothWays } from './values-world';

describe('B3 numbers of the local Dataverse', () => {
  let dataverse: LocalDataverse;
  beforeAll(async () => {
    dataverse = await startDataverse({ port: 0 });
  });
  afterAll(() => dataverse.child.stop());

  it.each([
    ['922337203685477.5807', '99999999999.1234567891'],
    ['-922337203685477.5808', '0.0000000001'],
    ['900719925474099.31', '12345678901.0000000001'],
  ])('reach a form with every digit: money %s, decimal %s', async (money, decimal) => {
    const id = await aContact(dataverse, `"annualincome":${money},"exchangerate":${decimal}`);
    const read = await readBothWays(dataverse, 'contact', id, ['annualincome', 'exchangerate']);
    for (const { values, columns } of read) {
      expect(values).toEqual({ annualincome: money, exchangerate: decimal });
      expect(columns).toEqual({ annualincome: { kind: 'number' }, exchangerate: { kind: 'number' } });
    }
  });
});
