import { consentRules } from '@pmds/bridge/domain/member/consent/consent-rules';
import { inactive } from '@pmds/bridge/domain/member/consent/inactive';
import { noAddress } from '@pmds/bridge/domain/member/consent/no-address';
import { optedOut } from '@pmds/bridge/domain/member/consent/opted-out';
import { columnsOfRules, inOutcomeOrder, type ConsentRule } from '@pmds/bridge/domain/member/consent/rule';
import { optOutFlags as allFlags, usualOptOutFlags } from '@pmds/bridge/domain/member/settled-outcome';
import { selectableTables } from '@pmds/contracts/fields/field-selection';
import { aReading, outcomeOfRow } from '../engine-fakes/member-reading';

type Row = Readonly<Record<string, unknown>>;

/** What becomes of a row by these rules alone, whichever way its page is read. */
const outcomeBy = (rules: readonly ConsentRule[], row: Row, table: (typeof selectableTables)[number] = 'contact') => {
  const settled = outcomeOfRow(aReading([], rules, table), row);
  return settled.kind === 'skipped' ? settled.outcome : settled.kind;
};

describe('a member who is inactive', () => {
  it.each([
    ['contact', 1],
    ['lead', 1],
    ['lead', 2],
  ] as const)('is left out: a %s in state %d', (table, statecode) => {
    expect(outcomeBy([inactive], { statecode }, table)).toBe('skipped-inactive');
  });

  it.each([
    ['in state 0', { statecode: 0 }],
    ['without a state', {}],
    ['with an empty state', { statecode: null }],
  ])('is not one %s', (_, row) => {
    expect(outcomeBy([inactive], row)).toBe('profile');
  });

  it('is one as well whose state is none that is known', () => {
    expect(outcomeBy([inactive], { statecode: '0' })).toBe('skipped-inactive');
    expect(outcomeBy([inactive], { statecode: 742_100_000 })).toBe('skipped-inactive');
  });
});

describe('a member without an address', () => {
  it.each([[undefined], [null], [''], ['  '], ['\u00a0'], ['\t\n'], [5], [true]])(
    'is left out: %j',
    (emailaddress1) => {
      expect(outcomeBy([noAddress], { emailaddress1 })).toBe('skipped-no-email');
    },
  );

  it.each(['a@example.org', ' a@example.org ', 'ä@example.org', '"a b"@example.org', '\u00fc'])(
    'is nobody who has %j',
    (emailaddress1) => {
      expect(outcomeBy([noAddress], { emailaddress1 })).toBe('profile');
    },
  );
});

describe('IZ-02 a member who opted out', () => {
  it.each(allFlags)('is left out by %s where that flag counts, and by no other', (flag) => {
    const others = Object.fromEntries(allFlags.filter((other) => other !== flag).map((other) => [other, true]));
    expect(outcomeBy([optedOut(flag)], { [flag]: true })).toBe(`skipped-opted-out:${flag}`);
    expect(outcomeBy([optedOut(flag)], others)).toBe('profile');
  });

  it.each([[false], [null], [undefined], ['true'], [1]])('did not by %j', (donotemail) => {
    expect(outcomeBy([optedOut('donotemail')], { donotemail })).toBe('profile');
  });
});

describe('the rules of a run', () => {
  const all = consentRules(usualOptOutFlags);
  const well = { statecode: 0, emailaddress1: 'a@example.org' };

  it.each([
    ['an inactive contact', { statecode: 1 }, 'skipped-inactive'],
    ['a disqualified lead', { statecode: 2 }, 'skipped-inactive'],
    ['no e-mail', { emailaddress1: undefined }, 'skipped-no-email'],
    ['a blank e-mail', { emailaddress1: '  ' }, 'skipped-no-email'],
    ['donotbulkemail alone (IZ-02)', { donotbulkemail: true }, 'skipped-opted-out:donotbulkemail'],
    ['donotemail alone (IZ-02)', { donotemail: true, donotbulkemail: false }, 'skipped-opted-out:donotemail'],
    ['donotsendmm alone (IZ-02, IZ-03)', { donotsendmm: true, donotemail: false }, 'skipped-opted-out:donotsendmm'],
    ['a flag that stands against other mailings', { donotphone: true }, 'profile'],
    ['a member in good order', {}, 'profile'],
  ])('say what follows from %s', (_, row, expected) => {
    expect(outcomeBy(all, { ...well, ...row })).toBe(expected);
  });

  it('apply in their order: inactive before no e-mail before opted out before a bad value', () => {
    const date = { logicalName: 'it', property: 'it', kind: 'datetime' } as const;
    const bad = { statecode: 1, emailaddress1: null, donotemail: true, it: 'never' };
    const outcome = (more: Row) => {
      const settled = outcomeOfRow(aReading([date], all), { ...bad, ...more });
      return settled.kind === 'skipped' ? settled.outcome : settled.kind;
    };
    expect(outcome({})).toBe('skipped-inactive');
    expect(outcome({ statecode: 0 })).toBe('skipped-no-email');
    expect(outcome(well)).toBe('skipped-opted-out:donotemail');
    expect(outcome({ ...well, donotemail: false })).toBe('failed');
  });

  it('stand in the order of the outcomes, however they are given, and flags in their own', () => {
    const given = [optedOut('donotphone'), optedOut('donotemail'), noAddress, inactive];
    expect(inOutcomeOrder(given).map(({ outcome }) => outcome)).toEqual([
      'skipped-inactive',
      'skipped-no-email',
      'skipped-opted-out:donotphone',
      'skipped-opted-out:donotemail',
    ]);
  });

  it('name the columns that are read for them, in both tables', () => {
    for (const table of selectableTables) {
      expect(columnsOfRules(all, table)).toEqual(['statecode', 'emailaddress1', ...usualOptOutFlags]);
      expect(aReading([], all, table).layout.columns).toEqual(columnsOfRules(all, table));
    }
  });
});
