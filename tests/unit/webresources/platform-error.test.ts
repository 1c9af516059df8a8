import { refusalOf } from '../../../webresources/src/ribbon/platform-error.js';

describe('CD-10 what Dataverse said when it refused', () => {
  it.each([
    [{ errorCode: -2147220960, message: 'Denied.' }],
    [{ errorCode: 0x80040220, message: 'Denied.' }],
    [{ errorCode: 0x80048306 | 0, message: 'Denied.' }],
    [{ errorCode: '-2147220960', message: 'Denied.' }],
    [{ errorCode: '0x80048306', message: 'Denied.' }],
  ])('%j names the privilege that a start needs', (cause) => {
    expect(refusalOf(cause)).toEqual({ kind: 'denied', privilege: 'prvCreatepmds_DataSync' });
  });

  it('names the privilege that Dataverse names, whatever its code', () => {
    expect(refusalOf({ errorCode: 1, message: 'is missing prvReadList privilege' })).toEqual({
      kind: 'denied',
      privilege: 'prvReadList',
    });
  });

  it.each([
    [{ errorCode: -2147220891, message: 'Endpoint.' }, 'Endpoint.'],
    [new Error('Down.'), 'Down.'],
    [{ message: 'Approved by prv.' }, 'Approved by prv.'],
    ['plain', 'plain'],
    [null, 'null'],
    [{ errorCode: 'soon', message: 'x' }, 'x'],
  ])('%j has failed', (cause, message) => {
    expect(refusalOf(cause)).toEqual({ kind: 'failed', message });
  });
});
