import { isDeletedSync } from '@pmds/bridge/adapters/dataverse/reporting/existing-syncs';
import { dataSyncId } from './builders.js';
import { refusal, scriptedDataverse, type Answer } from './scripted-dataverse.js';

describe('whether a sync was deleted', () => {
  it.each<[string, Answer, boolean]>([
    ['there is no row of this id', refusal(404, 'Entity With Id = … Does Not Exist', '0x80040217'), true],
    ['there is one', { status: 200, body: { pmds_datasyncid: dataSyncId } }, false],
    ['the service may not read it any more', refusal(403, 'SecLib::AccessCheckEx failed', '0x80040220'), false],
    ['its access ends before this row', refusal(403, 'does not have ReadAccess right(s)', '0x80048306'), false],
    [
      'the table is not there',
      refusal(404, "Resource not found for the segment 'pmds_datasyncs'.", '0x80060888'),
      false,
    ],
    ['something before Dataverse knows nothing', refusal(404, 'Not Found'), false],
  ])('%s', async (_said, answer, deleted) => {
    const { client } = scriptedDataverse(() => answer);
    expect(await isDeletedSync(client, dataSyncId, new AbortController().signal)).toBe(deleted);
  });
});
