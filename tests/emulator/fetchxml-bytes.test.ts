import { answerFetch } from '@pmds/emulator/fetchxml/run-fetch';
import { utf8Of } from '@pmds/emulator/query/values/utf8-text';
import { aStore, contextOf, insertContacts, valueOf } from './data-world';

const fetchXml =
  '<fetch><entity name="contact"><attribute name="lastname"/><order attribute="contactid"/></entity></fetch>';

describe('the bytes of a FetchXML page', () => {
  it('give back every kind of text as it was stored', () => {
    const names = [
      'plain',
      'Yılmaz',
      '王',
      '😀',
      '\ud800 alone',
      '"quoted"',
      'back\\slash',
      'a\u0000b\tc\n',
      '\u2028',
      '',
    ];
    const store = aStore();
    insertContacts(store, ...names.map((lastname) => ({ lastname })));
    const { bytes, body } = answerFetch(contextOf(store), 'contacts', fetchXml);
    expect(valueOf(bytes.toString()).map((row) => row['lastname'])).toEqual(names);
    expect(bytes.equals(Buffer.from(body))).toBe(true);
  });

  it('do not show what a page trigger changes after the page', () => {
    const store = aStore();
    const [contactid = ''] = insertContacts(store, { lastname: 'before' });
    const context = {
      ...contextOf(store),
      onPage: ({ phase }: { readonly phase: string }) => {
        if (phase === 'after') store.update('contact', contactid, { lastname: 'after' });
      },
    };
    const ask = () => valueOf(answerFetch(context, 'contacts', fetchXml).body).map((row) => row['lastname']);
    expect(ask()).toEqual(['before']);
    expect(ask()).toEqual(['after']);
  });

  it('belong to the answer alone, also when the text outgrows the room it is written in', () => {
    const first = utf8Of(['a', 'ı']);
    const piece = '王'.repeat(1_000_000);
    const long = utf8Of(['"', piece, piece, '"']);
    expect(first.toString()).toBe('aı');
    expect(long.equals(Buffer.from(`"${piece}${piece}"`))).toBe(true);
  });
});
