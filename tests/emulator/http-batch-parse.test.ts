import fc from 'fast-check';
import { parseBatch } from '@pmds/emulator/http/batch/parse-batch';
import { DataverseError } from '@pmds/emulator/model/dataverse-error';

// The same cases in every run; a longer search is made by taking the seed out.
fc.configureGlobal({ seed: 20_261_121 });

// https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api
const strict = [
  '--batch_1',
  'Content-Type: multipart/mixed; boundary="changeset_1"',
  '',
  '--changeset_1',
  'Content-Type: application/http',
  'Content-Transfer-Encoding: binary',
  'Content-ID: 1',
  '',
  'POST /api/data/v9.2/contacts HTTP/1.1',
  'Content-Type: application/json; type=entry',
  '',
  '{"lastname":"A"}',
  '--changeset_1--',
  '--batch_1',
  'Content-Type: application/http',
  'Content-Transfer-Encoding: binary',
  '',
  'GET /api/data/v9.2/contacts?$select=fullname HTTP/1.1',
  '',
  '',
  '--batch_1--',
  '',
].join('\r\n');

const expected = [
  {
    kind: 'changeset',
    requests: [{ contentId: '1', method: 'POST', url: '/api/data/v9.2/contacts', body: '{"lastname":"A"}' }],
  },
  { kind: 'request', contentId: null, method: 'GET', url: '/api/data/v9.2/contacts?$select=fullname', body: '' },
];

describe('the parser of $batch bodies', () => {
  it('reads a change set and a request with CRLF line ends', () => {
    expect(parseBatch('multipart/mixed; boundary="batch_1"', strict)).toMatchObject(expected);
  });

  it('reads the same with bare line feeds', () => {
    expect(parseBatch('multipart/mixed;boundary=batch_1', strict.replaceAll('\r\n', '\n'))).toMatchObject(expected);
  });

  it('reads the same without the last delimiter and with blank lines around parts', () => {
    const sloppy = strict.replace('--batch_1--\r\n', '').replaceAll('--batch_1\r\n', '--batch_1\r\n\r\n');
    expect(parseBatch('multipart/mixed; boundary=batch_1', `preamble\r\n${sloppy}`)).toMatchObject(expected);
  });

  it('keeps a body whose lines look like headers', () => {
    const body = '{"description":\r\n"a: b",\r\n"jobtitle":"c"}';
    const text = `--b\r\nContent-Type: application/http\r\n\r\nPATCH contacts(1) HTTP/1.1\r\n\r\n${body}\r\n--b--`;
    expect(parseBatch('multipart/mixed; boundary=b', text)).toMatchObject([{ method: 'PATCH', body }]);
  });

  it('refuses a body without its boundary, a change set in a change set and a part that is no request', () => {
    const nested = strict.replace('Content-Type: application/http', 'Content-Type: multipart/mixed; boundary=x');
    for (const [type, text] of [
      ['application/json', strict],
      ['multipart/mixed; boundary=other', strict],
      ['multipart/mixed; boundary=batch_1', nested],
      ['multipart/mixed; boundary=b', '--b\r\nContent-Type: application/http\r\n\r\nhello\r\n--b--'],
    ] as const) {
      expect(() => parseBatch(type, text)).toThrow(DataverseError);
    }
  });

  it('never fails in another way, whatever the body', () => {
    const pieces = fc.array(
      fc.constantFrom(
        '--b',
        '--b--',
        '\r\n',
        '\n',
        'Content-Type: multipart/mixed; boundary=b',
        'GET x',
        ':',
        ' ',
        '{',
      ),
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        try {
          parseBatch('multipart/mixed; boundary=b', parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(DataverseError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
