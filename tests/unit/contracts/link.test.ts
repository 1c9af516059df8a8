import { linkWithToken, takeToken } from '@pmds/contracts/web-form/link';

const token = 'eyJh.eyJz-1.c_2';
const other = 'eyJh.eyJx.d';

it.each([
  ['https://a.example', `https://a.example#pmds=${token}`],
  ['https://a.example/#', `https://a.example/#pmds=${token}`],
  ['https://a.example/#top', `https://a.example/#top&pmds=${token}`],
  ['https://a.example/#/', `https://a.example/#/?pmds=${token}`],
  ['https://a.example/#/form', `https://a.example/#/form?pmds=${token}`],
  ['https://a.example/#!/form', `https://a.example/#!/form?pmds=${token}`],
  ['https://a.example/#/form?a=1', `https://a.example/#/form?a=1&pmds=${token}`],
  ['https://a.example/#x/form', `https://a.example/#x/form&pmds=${token}`],
  ['#top', `#top&pmds=${token}`],
])('A14 puts the token behind %s as %s', (address, link) => {
  expect(linkWithToken(address, token)).toBe(link);
});

it.each([
  ['', null, ''],
  ['chapter=2', null, 'chapter=2'],
  [`pmds=${token}`, token, ''],
  [`a=1&pmds=${token}`, token, 'a=1'],
  [`a=1&pmds=${token}&b=2`, token, 'a=1&b=2'],
  [`pmds=${token}&b=2`, token, 'b=2'],
  [`/form?pmds=${token}`, token, '/form'],
  [`a=1;pmds=${token};b`, token, 'a=1;b'],
  [`top!pmds=${token}`, token, 'top'],
  [`a=1&amp;pmds=${token}`, token, 'a=1'],
  [`PMDS=${token}`, token, ''],
  [`upmds=${token}`, null, `upmds=${token}`],
  // Encoded once and twice, quoted-printable, punctuated, broken by blanks.
  [`pmds%3D${token}`, token, ''],
  [`pmds%253D${token}`, token, ''],
  [`pmds=${token.replaceAll('.', '%2E')}`, token, ''],
  [`pmds=${token.replaceAll('.', '%252E')}`, token, ''],
  [`pmds=3D${token}`, token, ''],
  [`pmds=${token}).`, token, ''],
  [`pmds=<${token}>`, token, ''],
  ['pmds=eyJh.eyJz- 1.c_2', token, ''],
  // What cannot be read goes from the address all the same.
  ['pmds=', 'invalid', ''],
  ['pmds=abc', 'invalid', ''],
  ['pmds=a.b', 'invalid', ''],
  ['x=1&pmds=%E0%A4%A', 'invalid', 'x=1'],
  // The same token twice is one; two tokens may be of two people.
  [`pmds=${token}&pmds=${token}`, token, ''],
  [`pmds=${token}&pmds=${other}`, 'invalid', ''],
])('A6 takes out of %j the token %j and leaves %j', (text, found, rest) => {
  expect(takeToken(text)).toEqual({ token: found, rest });
});

it('leaves a text without a token as it stands, however it is encoded', () => {
  expect(takeToken('a%20b%2520c')).toEqual({ token: null, rest: 'a%20b%2520c' });
});
