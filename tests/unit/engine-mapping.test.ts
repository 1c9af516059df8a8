import { columnKindOf, type ColumnKind, type ColumnPlan } from '@pmds/bridge/domain/member/columns';
import { decodeCells } from '@pmds/bridge/domain/member/profile-cells';
import { aReading, outcomeOfRow } from './engine-fakes/member-reading';

const column = (kind: ColumnKind, more: Partial<ColumnPlan> = {}): ColumnPlan => ({
  logicalName: 'it',
  property: 'it',
  kind,
  ...more,
});
const person = { statecode: 0, emailaddress1: 'a@example.org' };
const mapped = (row: Readonly<Record<string, unknown>>, columns: readonly ColumnPlan[]) =>
  outcomeOfRow(aReading(columns), { ...person, ...row });
const outcome = (row: Readonly<Record<string, unknown>>, columns: readonly ColumnPlan[]): string =>
  mapped(row, columns).kind;

describe('the value of a column', () => {
  const guid = '6f1b2c3d-0000-4000-8000-00000000000a';
  it.each<[ColumnKind, readonly unknown[], readonly unknown[]]>([
    ['text', ['', 'Ünï'], [1, true, {}]],
    ['integer', [0, -5, 9007199254740991], [1.5, '1', true]],
    ['number', [0, 1.25], ['1', true]],
    ['boolean', [true, false], [0, 'true']],
    ['datetime', ['1980-05-17', '2024-02-29T10:00:00Z', '2024-01-01T00:00:00.123Z'], ['17.05.1980', '2024-13-01', 5]],
    ['choice', [1, 742100000], ['1', 1.5]],
    ['choices', ['1', '1,-2'], ['1;2', 'a', 7]],
    ['lookup', [guid], ['nobody', 5]],
    ['guid', [guid.toUpperCase()], ['6f1b']],
  ])('lets a %s column hold what its type allows and nothing else', (kind, allowed, refused) => {
    for (const value of allowed) expect(outcome({ it: value }, [column(kind)])).toBe('profile');
    for (const value of refused) expect(outcome({ it: value }, [column(kind)])).toBe('failed');
  });

  it('names the column and what was expected, never the value', () => {
    expect(mapped({ it: 'private' }, [column('integer')])).toEqual({
      kind: 'failed',
      column: 'it',
      expected: 'a whole number',
    });
  });
});

describe('stored cells', () => {
  it('come back as the values and labels they were made from', () => {
    const columns = [
      column('text', { logicalName: 'name', property: 'name' }),
      column('choice', { logicalName: 'kind', property: 'kind', labels: { '2': 'Green' } }),
      column('lookup', { logicalName: 'owner', property: '_owner_value' }),
      column('choices', { logicalName: 'many', property: 'many', labels: { '1': 'A', '2': 'B' } }),
      column('text', { logicalName: 'empty', property: 'empty' }),
    ];
    const id = '6f1b2c3d-0000-4000-8000-00000000000a';
    const label = '_owner_value@OData.Community.Display.V1.FormattedValue';
    const row = mapped({ name: 'N', kind: 2, _owner_value: id, [label]: 'Ada', many: '1,2' }, columns);
    expect(row.kind === 'profile' ? decodeCells(row.cells, columns) : null).toEqual({
      values: { name: 'N', kind: 2, owner: id, many: '1,2', empty: null },
      labels: { kind: 'Green', owner: 'Ada', many: 'A; B' },
      columns: {
        name: { kind: 'text' },
        kind: { kind: 'choice' },
        owner: { kind: 'lookup' },
        many: { kind: 'choices' },
        empty: { kind: 'text' },
      },
    });
  });
});

describe('the kind of a column', () => {
  it('is unknown for types that hold no value of their own', () => {
    expect(['VirtualType', 'ImageType', 'FileType', 'ManagedPropertyType', ''].map(columnKindOf)).toEqual(
      Array.from({ length: 5 }, () => null),
    );
  });
});
