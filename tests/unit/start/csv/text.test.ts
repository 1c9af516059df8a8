import { Readable } from 'node:stream';
import { readRecords } from '@pmds/scripts/csv/read-records';
import { read, rowsOf } from '../../../support/csv-people.js';

const ada = { lastname: 'Byron', emailaddress1: 'ada@x.example', statecode: 0 };
const bob = { lastname: 'Ørsted', emailaddress1: 'bob@x.example', statecode: 0 };
const lines = ['Last Name,Email', 'Byron,ada@x.example', 'Ørsted,bob@x.example'];

describe('C1: the ends of lines', () => {
  it.each([
    ['LF', lines.join('\n')],
    ['CRLF', lines.join('\r\n')],
    ['CR', lines.join('\r')],
    ['LF in the header and CRLF below', `${lines[0]}\n${lines[1]}\r\n${lines[2]}\r\n`],
    ['CRLF in the header and LF below', `${lines[0]}\r\n${lines[1]}\n${lines[2]}\n`],
    ['CR in the header, all three', `${lines[0]}\r${lines[1]}\r\n${lines[2]}\n`],
    ['CR CR LF', lines.join('\r\r\n')],
    ['LF, the last one missing in quotes', `${lines[0]}\n${lines[1]}\nØrsted,"bob@x.example"`],
    [
      'LF and a mark at the start of every part',
      `\ufeff${lines[0]}\n\ufeff${lines[1]}\n\ufeff"Ørsted",bob@x.example\n`,
    ],
  ])('end a row, with %s', async (_, text) => {
    for (const chunk of [1, 7, 1_000]) expect(await rowsOf(text, { chunk })).toEqual([ada, bob]);
  });

  it('stay as they are inside of quotes', async () => {
    const text = 'Last Name,Description\nA,"one\r\ntwo\rthree\nfour"\r\nB,"five"\r';
    expect((await rowsOf(text, { chunk: 3 })).map((row) => row['description'])).toEqual([
      'one\r\ntwo\rthree\nfour',
      'five',
    ]);
  });
});

describe('C1: the bytes of a file', () => {
  const text = `${lines.join('\r\n')}\r\n`;
  const tabbed = text.replaceAll(',', '\t');
  const swapped = (of: string) => Buffer.from(of, 'utf16le').swap16();
  it.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ["UTF-16LE with a mark and tabs, Excel's Unicode Text", Buffer.from(`\ufeff${tabbed}`, 'utf16le')],
    ['UTF-16BE with a mark and tabs', swapped(`\ufeff${tabbed}`)],
    ['UTF-16LE without a mark', Buffer.from(tabbed, 'utf16le')],
    ['UTF-16BE without a mark', swapped(text)],
  ])('are read as %s', async (_, bytes) => {
    for (const chunk of [1, 5, 4_096]) expect(await rowsOf(bytes, { chunk })).toEqual([ada, bob]);
  });

  const western = Buffer.from('Last Name,Email\nByron,ada@x.example\nM\xfcller \x80,m@x.example\n', 'latin1');

  it('of Windows-1252 are refused with the line and the option, and read with it', async () => {
    await expect(read(western)).rejects.toThrow(
      /^people\.csv, line 3: is not UTF-8\. Save the file as "CSV UTF-8" .+ --encoding windows-1252/,
    );
    await expect(read(western, { chunk: 2 })).rejects.toThrow('line 3: is not UTF-8');
    expect((await rowsOf(western, { encoding: 'windows-1252' }))[1]).toMatchObject({ lastname: 'Müller €' });
  });

  it('that their encoding does not know are named', async () => {
    const undefinedByte = Buffer.from('Last Name\nA\x81\n', 'latin1');
    await expect(read(undefinedByte, { encoding: 'windows-1252' })).rejects.toThrow('line 2: is not windows-1252.');
    const half = Buffer.concat([Buffer.from('\ufeffLast Name\r\nA', 'utf16le'), Buffer.from([0x42])]);
    await expect(read(half)).rejects.toThrow('line 2: is not utf-16le.');
    await expect(read(Buffer.from([0x4c, 0x0d, 0x0a, 0x41, 0xc3]))).rejects.toThrow('line 2: is not UTF-8.');
  });

  it('that are zero are refused with their line', async () => {
    await expect(read('Last Name,Email\r\nA,a@x.example\r\nB\0C,b@x.example\r\n')).rejects.toThrow(
      'people.csv, line 3: holds a NUL character',
    );
  });

  it.each([
    ['an Excel workbook', Buffer.from('504b030414000600', 'hex')],
    ['an Excel workbook of the old kind', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['a web page', Buffer.from('\n<html><table>')],
    ['text in UTF-32', Buffer.from('fffe00004c000000', 'hex')],
  ])('of %s are refused by name', async (what, bytes) => {
    await expect(read(bytes)).rejects.toThrow(`the file is ${what}`);
  });
});

describe('C1: a quote', () => {
  it('that is never closed is told with the line on which it opens, not the one on which its row begins', async () => {
    const text = 'Last Name,Description,Email\nA,"two\r\nlines","a@x.example\nB,,b@x.example\n';
    await expect(read(text)).rejects.toThrow('people.csv, line 3, column 3: a quoted field is not closed');
  });

  it('whose end is missing in the middle of the file is told with the line on which it opens', async () => {
    const text = 'Last Name,Email\nA,a@x.example\nB,"b@x.example\nC,"c@x.example"\n';
    await expect(read(text)).rejects.toThrow(
      /^people\.csv, line 3, column 2: the field opens with a quote, .+ missing/,
    );
  });

  it('inside a field that does not begin with one is told with its line and column', async () => {
    await expect(read('Last Name,Description\nA,b\nB,5" pipe\n')).rejects.toThrow(
      'people.csv, line 3, column 2: a quote stands where none may stand',
    );
  });

  it('that is never closed does not take a file without end into memory', async () => {
    let chunks = 0;
    const endless = function* () {
      yield Buffer.from('Last Name,Email\n"');
      for (; chunks < 100_000; chunks += 1) yield Buffer.alloc(1_024, 0x61);
    };
    const file = { path: 'people.csv', open: () => Readable.from(endless()) };
    const rest = async () => {
      for await (const record of readRecords(file, ',', 64 * 1_024)) expect(record.line).toBe(1);
    };
    await expect(rest()).rejects.toThrow('people.csv, line 2, column 1: a quoted field is not closed within 64 KB.');
    expect(chunks).toBeLessThan(10_000);
  });
});
