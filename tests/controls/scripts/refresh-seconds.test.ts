import { refreshSeconds } from '../../../webresources/src/forms/refresh-seconds.js';
import { aSync } from '../fakes/sync-rows.js';
import { type FakeXrm, fakeXrm, type XrmSettings } from '../fakes/xrm.js';

let xrm: FakeXrm;
afterEach(() => xrm.restore());

const variable = (defaultvalue: string | null, values: readonly string[] = []) => ({
  schemaname: 'pmds_ProgressRefreshSeconds',
  defaultvalue,
  environmentvariabledefinition_environmentvariablevalue: values.map((value) => ({ value })),
});
const seconds = (rows: XrmSettings['rows']) => {
  xrm = fakeXrm({ row: () => aSync(), ...(rows === undefined ? {} : { rows }) });
  return refreshSeconds();
};

it.each([
  ['the value of the environment before the default', variable('5', ['7']), 7],
  ['the default', variable('5'), 5],
  ['a second at least', variable('0.2'), 1],
  ['a minute at most', variable('61'), 60],
  ['two where it is no number', variable('soon'), 2],
  ['two where it has no value', variable(null), 2],
  ['two where the variable is another', { ...variable('9'), schemaname: 'pmds_PublicColumns' }, 2],
])('is %s', async (_what, row, wanted) => {
  expect(await seconds(() => [row])).toBe(wanted);
});

it('is two for whoever may not read environment variables', async () => {
  expect(await seconds(() => Promise.reject(new Error('No privilege.')))).toBe(2);
});
