import { columnKindOf, propertyOf, type ColumnPlan } from '@pmds/bridge/domain/member/columns';
import { prefillColumn } from '@pmds/bridge/domain/values/prefill-column';
import { decidingColumnUnreadable, queriedColumnSecured } from '@pmds/bridge/domain/access/secured-column';

const plan = (more: Partial<ColumnPlan>): ColumnPlan => ({
  logicalName: 'pmds_any',
  kind: 'text',
  property: 'pmds_any',
  ...more,
});

describe('what a form is told of a column', () => {
  it.each([
    ['text', 'text'],
    ['integer', 'number'],
    ['number', 'number'],
    ['choice', 'choice'],
    ['choices', 'choices'],
    ['lookup', 'lookup'],
    // An id is nothing that anybody reads.
    ['guid', 'lookup'],
  ] as const)('%s: it is a %s', (kind, shown) => {
    expect(prefillColumn(plan({ kind }), null)).toEqual({ kind: shown });
  });

  it('the words for yes and no in every language', () => {
    const yesNo = { yes: ['Yes', 'Ja'], no: ['No', 'Nein'] };
    const column = plan({ kind: 'boolean', yesNo, labels: { true: 'Oui', false: 'Non' } });
    expect(prefillColumn(column, true)).toEqual({ kind: 'yes-no', ...yesNo });
  });

  it.each([
    [{ true: 'Allow', false: 'Do Not Allow' }, ['Allow'], ['Do Not Allow']],
    [{ true: 'Allow' }, ['Allow'], []],
    [{ false: 'Do Not Allow' }, [], ['Do Not Allow']],
    [undefined, [], []],
  ])('the words of the plan of a run that kept one language: %j', (labels, yes, no) => {
    const column = plan({
      kind: 'boolean',
      ...(labels === undefined ? {} : { labels: labels }),
    });
    expect(prefillColumn(column, false)).toEqual({ kind: 'yes-no', yes, no });
  });

  it.each([
    ['2025-05-17', undefined, 'date'],
    ['2025-05-17T09:30:00Z', undefined, 'date-time'],
    [null, { behaviour: 'date-only', format: 'day' }, 'date'],
    [null, { behaviour: 'user-local', format: 'day' }, 'date'],
    [null, { behaviour: 'user-local', format: 'day-and-time' }, 'date-time'],
    [null, undefined, 'date-time'],
  ] as const)('of the date %s, %j: it is a %s', (value, date, kind) => {
    expect(prefillColumn(plan({ kind: 'datetime', ...(date === undefined ? {} : { date }) }), value)).toEqual({ kind });
  });
});

describe('the kind of a column', () => {
  it.each([
    ['UniqueidentifierType', 'guid'],
    ['MemoType', 'text'],
    ['EntityNameType', 'text'],
    ['BigIntType', 'integer'],
    ['MoneyType', 'number'],
    ['CustomerType', 'lookup'],
    ['OwnerType', 'lookup'],
    ['StateType', 'choice'],
    ['StatusType', 'choice'],
    ['MultiSelectPicklistType', 'choices'],
    ['VirtualType', null],
    ['constructor', null],
  ])('of %s is %s', (type, kind) => {
    expect(columnKindOf(type)).toBe(kind);
  });
});

describe('a secured column in the query of a list', () => {
  it('is named with its list and table', () => {
    const { code, message } = queriedColumnSecured('Spring fair', 'contact', 'creditlimit');
    expect(code).toBe('FIELD_SECURED');
    for (const name of ['"Spring fair"', 'contact', '"creditlimit"']) expect(message).toContain(name);
  });
});

describe('a column that decides and cannot be read', () => {
  it('is named with its table', () => {
    const { code, message } = decidingColumnUnreadable('lead', 'donotemail');
    expect(code).toBe('FIELD_NOT_READABLE');
    expect(message).toBe(
      'The column "donotemail" of lead decides who may be mailed, but it cannot be read through the Web API.',
    );
  });
});

describe('the property of a page that holds a column', () => {
  it('is that of the id for a lookup, else the column itself', () => {
    expect(propertyOf('ownerid', 'lookup')).toBe('_ownerid_value');
    expect(propertyOf('lastname', 'text')).toBe('lastname');
  });
});
