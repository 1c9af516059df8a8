import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openDataFolder } from '@pmds/emulator/data/persistence';
import { comparePlain } from '@pmds/emulator/data/ordered-index';
import { read } from '@pmds/emulator/odata/read';
import { fillableColumns } from '@pmds/emulator/seed/sample-values';
import { generateRows } from '@pmds/emulator/seed/volume';
import { aStore, contextOf, id, valueOf } from './data-world';

describe('rows', () => {
  it('keep values in the form they go out: lower-case GUIDs, UTC seconds, dates without time', () => {
    const store = aStore();
    const contact = store.insert('contact', {
      contactid: id('c', 1).toUpperCase(),
      parentcustomerid: `{${id('a', 1).toUpperCase()}}`,
      lastonholdtime: '2026-03-01T10:00:00.123+02:00',
      birthdate: '1990-02-28T00:00:00Z',
    });
    expect(store.get('contact', contact)).toMatchObject({
      contactid: id('c', 1),
      parentcustomerid: id('a', 1),
      lastonholdtime: '2026-03-01T08:00:00Z',
      birthdate: '1990-02-28',
      createdon: '2026-03-18T12:00:00Z',
    });
  });

  it('get a higher version with every change, and a deletion is remembered', () => {
    const store = aStore();
    const contact = store.insert('contact', { firstname: 'Ann' });
    const before = Number(store.get('contact', contact)?.['versionnumber']);
    store.update('contact', contact, { firstname: null });
    expect(Number(store.get('contact', contact)?.['versionnumber'])).toBeGreaterThan(before);
    expect(store.get('contact', contact)).not.toHaveProperty('firstname');
    store.delete('contact', contact);
    expect(store.changes.deletedSince('contact', before).map((row) => row.id)).toEqual([contact]);
    expect(store.update('contact', contact, {})).toBe(false);
  });

  it('are as before after a rollback, with new versions', () => {
    const store = aStore();
    const kept = store.insert('contact', { firstname: 'Ann', lastname: 'A' });
    const gone = store.insert('contact', { firstname: 'Bob' });
    const transaction = store.begin();
    transaction.update('contact', kept, { firstname: 'Eve', nickname: 'E' });
    transaction.delete('contact', gone);
    const made = transaction.insert('contact', { firstname: 'New' });
    transaction.rollback();
    expect(store.get('contact', kept)).toMatchObject({ firstname: 'Ann', lastname: 'A' });
    expect(store.get('contact', kept)).not.toHaveProperty('nickname');
    expect(store.get('contact', gone)).toMatchObject({ firstname: 'Bob' });
    expect(store.get('contact', made)).toBeUndefined();
    expect(() => transaction.commit()).toThrow('has ended');
  });

  it('are found by their text without regard to case, before and after it changes', () => {
    const store = aStore();
    const [ann, bob] = [store.insert('contact', { lastname: 'Ann' }), store.insert('contact', { lastname: 'BOB' })];
    const rows = store.rows('contact');
    const ids = (text: string): string[] => [...rows.byText('lastname').rows(text)].map((row) => rows.id(row));
    expect([ids('ANN'), ids('bob')]).toEqual([[ann], [bob]]);
    store.update('contact', bob, { lastname: 'anN' });
    store.delete('contact', ann);
    expect([ids('ann'), ids('bob'), rows.byText('lastname').count('ANN')]).toEqual([[bob], [], 1]);
  });

  it('can hold a value of the wrong type when loaded past validation, and are served with it', () => {
    const store = aStore();
    store.load('contact', [{ contactid: id('c', 1), numberofchildren: 'many', birthdate: 'soon "or" later' }]);
    expect(valueOf(read(contextOf(store), 'contacts', '$select=numberofchildren,birthdate').body)[0]).toMatchObject({
      numberofchildren: 'many',
      birthdate: 'soon "or" later',
    });
  });

  it('refuse a column that the table does not have', () => {
    expect(() => aStore().insert('contact', { frstname: 'Ann' })).toThrow(
      'contact keeps no values for column frstname',
    );
  });

  it('are found in order and by value after any sequence of changes', () => {
    const change = fc.record({
      number: fc.nat({ max: 12 }),
      kind: fc.constantFrom('put', 'delete', 'look'),
      children: fc.option(fc.nat({ max: 5 })),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const store = aStore();
        const rows = store.rows('contact');
        const [order, index] = [rows.ordered('numberofchildren'), rows.byValue('numberofchildren')];
        for (const { number, kind, children } of changes) {
          const contact = id('c', number);
          if (kind === 'delete') store.delete('contact', contact);
          else if (kind === 'look') order.rows();
          else if (!store.update('contact', contact, { numberofchildren: children }))
            store.insert('contact', { contactid: contact, numberofchildren: children });
        }
        const values = [...rows.all()].map((row) => rows.value(row, 'numberofchildren'));
        const sorted = order.rows().map((row) => rows.value(row, 'numberofchildren'));
        expect(sorted).toEqual([...values].sort(comparePlain));
        for (const value of [0, 1, 2, 3, 4, 5])
          expect(index.count(value)).toBe(values.filter((v) => v === value).length);
      }),
      { numRuns: 150, seed: 20260318 },
    );
  });
});

describe('a data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dataverse-data-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('brings back what was inserted, changed and deleted, from snapshot and journal, and ignores a torn line', () => {
    const first = aStore();
    const opened = openDataFolder(first, folder);
    const kept = first.insert('contact', { firstname: 'Ann', lastname: 'A' });
    const gone = first.insert('contact', { firstname: 'Bob' });
    first.load('list', [{ listid: id('l', 1), listname: 'News' }]);
    opened.save();
    first.update('contact', kept, { lastname: null, nickname: 'Annie' });
    first.delete('contact', gone);
    opened.close();
    appendFileSync(join(folder, 'journal.ndjson'), '{"kind":"insert","table":"cont');

    const second = aStore();
    const warnings: string[] = [];
    openDataFolder(second, folder, (message) => warnings.push(message)).close();
    expect(second.get('contact', kept)).toMatchObject({ firstname: 'Ann', nickname: 'Annie' });
    expect(second.get('contact', kept)).not.toHaveProperty('lastname');
    expect(second.get('contact', gone)).toBeUndefined();
    expect(second.get('list', id('l', 1))).toMatchObject({ listname: 'News' });
    expect(warnings).toEqual(['A torn line was left out of the stored rows.']);
  });

  it('leaves out rows of a table that is no longer there, and says so', () => {
    appendFileSync(join(folder, 'journal.ndjson'), '{"kind":"insert","table":"new_gone","id":"x","values":{}}\n');
    const warnings: string[] = [];
    openDataFolder(aStore(), folder, (message) => warnings.push(message)).close();
    expect(warnings).toEqual(['A stored row of table new_gone, which no longer exists, was left out.']);
  });
});

describe('generated rows', () => {
  it('are the same for the same numbers, on one static list a table', () => {
    const [a, b] = [aStore(), aStore()];
    const request = { contacts: 50, leads: 20, columns: 20 };
    const result = generateRows(a, request);
    generateRows(b, request);
    const plain = (store: typeof a): unknown[] =>
      [...store.rows('contact').all()].map((row) => ({ ...store.rows('contact').toObject(row), versionnumber: 0 }));
    expect(plain(a)).toEqual(plain(b));
    expect(result).toMatchObject({ contacts: 50, leads: 20 });
    expect(a.rows('listmember').byValue('listid').count(result.contactListId)).toBe(50);
    expect(read(contextOf(a), `lists(${result.leadListId ?? ''})/listlead_association/$count`, '').body).toBe('20');
  });

  it('add columns to the table when more are asked for than it has', () => {
    const store = aStore();
    generateRows(store, { contacts: 2, leads: 0, columns: 200 });
    expect(fillableColumns(store.model.table('contact')).length).toBeGreaterThanOrEqual(200);
    const [row] = valueOf(read(contextOf(store), 'contacts', '$select=new_extra0001').body);
    expect(row?.['new_extra0001']).toEqual(expect.any(String));
  });
});
