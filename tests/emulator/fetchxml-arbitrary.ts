import fc from 'fast-check';
import { id } from './data-world';

/** A text of the first list, now and then one of the second: what does not belong there. */
function from(usual: readonly string[], odd: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );
}

const joined = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(''));
const many = (part: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> =>
  fc.array(part, { maxLength }).map((texts) => texts.join(''));
const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/** ` name="value"`; left out `absent` times as often as it is there. */
function attribute(name: string, value: fc.Arbitrary<string>, absent = 0): fc.Arbitrary<string> {
  const present = value.map((text) => ` ${name}="${escape(text)}"`);
  return absent === 0
    ? present
    : fc.oneof({ weight: absent, arbitrary: fc.constant('') }, { weight: 1, arbitrary: present });
}

/** Columns that account and contact both have, with an operator that suits each and its values. */
const sensible: readonly (readonly [string, string, ...string[]])[] = [
  ['createdon', 'last-x-days', '900'],
  ['createdon', 'olderthan-x-hours', '1'],
  ['createdon', 'this-month'],
  ['createdon', 'in-fiscal-period-and-year', '1', '2023'],
  ['createdon', 'on', '2023-03-25'],
  ['createdon', 'between', '2023-01-01', '2024-01-01T00:00:00+02:00'],
  ['statecode', 'eq', '0'],
  ['statecode', 'in', '0', '1'],
  ['ownerid', 'eq-userid'],
  ['ownerid', 'eq-useroruserteams'],
  ['modifiedby', 'ne-userid'],
  ['emailaddress1', 'like', '%[a-c_^]%'],
  ['emailaddress1', 'not-begin-with', 'x%'],
  ['emailaddress1', 'null'],
  ['donotemail', 'ne', 'true'],
  ['creditlimit', 'ge', '-1.5'],
  ['telephone1', 'not-in', '1', '2'],
  ['versionnumber', 'gt', '1'],
];
const shared = [...new Set(sensible.map(([name]) => name))];
const odd = ['nope', '', 'contactid', 'numberofemployees', 'entityimage', 'createdbyname', 'address1_composite'];
const oddValues = [
  '',
  '%',
  '[',
  '[a-',
  '{BAD}',
  '99999999999999999999',
  '1e400',
  "'",
  '2023-13-45T99:99:99Z',
  id('a', 1),
];
const oddOperators = [
  'between',
  'under',
  'above',
  'contain-values',
  'in-fiscal-year',
  'next-x-weeks',
  'gt',
  'like',
  'sounds',
  '',
];

const column = from(shared, odd);
const sensibleCondition = fc.constantFrom(...sensible).map(([name, operator, ...values]) => {
  const listed = values.map((value) => `<value>${escape(value)}</value>`).join('');
  return `<condition attribute="${name}" operator="${operator}">${listed}</condition>`;
});
const oddCondition = joined(
  fc.constant('<condition'),
  attribute('attribute', column, 0),
  attribute('operator', fc.constantFrom(...oddOperators, 'eq', 'in'), 0),
  attribute('value', fc.constantFrom(...oddValues), 1),
  attribute('valueof', fc.constantFrom(...shared, 'a.name', '.'), 3),
  attribute('entityname', fc.constantFrom('a', 'contact', 'z'), 4),
  fc.constant('/>'),
);
const condition = fc.oneof({ weight: 12, arbitrary: sensibleCondition }, { weight: 1, arbitrary: oddCondition });

const order = joined(
  fc.constant('<order'),
  attribute('attribute', column),
  attribute('descending', from(['true', 'false', '1'], ['x']), 1),
  attribute('entityname', fc.constantFrom('a', 'z'), 40),
  fc.constant('/>'),
);
const selected = joined(
  fc.constant('<attribute'),
  attribute('name', column),
  attribute('alias', fc.stringMatching(/^[a-z]{1,6}$/), 3),
  attribute('aggregate', fc.constantFrom('sum', 'count', 'mode'), 60),
  attribute('rowaggregate', fc.constantFrom('CountChildren', 'Sum'), 60),
  fc.constant('/>'),
);

const { filter, link } = fc.letrec<{ filter: string; link: string }>((tie) => ({
  filter: joined(
    fc.constant('<filter'),
    attribute('type', from(['and', 'or'], ['xor']), 1),
    fc.constant('>'),
    many(fc.oneof({ depthSize: 'small' }, condition, condition, tie('filter'), tie('link')), 3),
    fc.constant('</filter>'),
  ),
  link: joined(
    fc.constantFrom(
      '<link-entity name="contact" from="parentcustomerid" to="accountid"',
      '<link-entity name="systemuser" from="systemuserid" to="ownerid"',
      '<link-entity name="account" from="primarycontactid" to="contactid"',
      '<link-entity name="list"',
    ),
    attribute('alias', fc.stringMatching(/^[a-z]{1,6}$/), 1),
    attribute(
      'link-type',
      from(
        [
          'inner',
          'outer',
          'natural',
          'exists',
          'in',
          'any',
          'not any',
          'all',
          'not all',
          'matchfirstrowusingcrossapply',
        ],
        ['left'],
      ),
      1,
    ),
    fc.constant('>'),
    many(
      fc.oneof(
        { depthSize: 'small' },
        fc.constant('<attribute name="createdon"/>'),
        fc.constant('<order attribute="createdon"/>'),
        tie('filter'),
        tie('link'),
      ),
      2,
    ),
    fc.constant('</link-entity>'),
  ),
}));

const measured = joined(
  fc.constant('<attribute name="creditlimit" alias="m"'),
  attribute('aggregate', from(['sum', 'avg', 'count', 'countcolumn', 'min', 'max'], ['mode'])),
  fc.constant('/><attribute alias="g" groupby="true"'),
  fc.oneof(
    attribute('name', column),
    attribute(
      'dategrouping',
      from(['day', 'week', 'month', 'quarter', 'year', 'fiscal-period', 'fiscal-year'], ['decade']),
    ).map((grouping) => ` name="createdon"${grouping}`),
  ),
  fc.constant('/>'),
  from(
    ['', '<order alias="g"/>', '<order alias="m" descending="true"/>'],
    ['<order attribute="name"/>', '<order alias="z"/>'],
  ),
);
const oddPaging = ['<cookie page="1"><accountid last="x" first="y"/></cookie>', '%253ccookie', '%zz', ''];
const plain = joined(
  fc.oneof(
    { weight: 9, arbitrary: many(selected, 3) },
    { weight: 1, arbitrary: fc.constantFrom('<all-attributes/>', '<no-attrs/>', '<other/>', 'text') },
  ),
  many(order, 2),
);

/** FetchXML, mostly runnable, on accounts, contacts or, rarely, what is no table. */
export const anyFetchXml: fc.Arbitrary<string> = fc
  .tuple(
    fc.boolean(),
    joined(
      attribute('distinct', from(['true'], ['x']), 3),
      attribute('count', from(['2', '5000'], ['-1', 'x']), 2),
      attribute('page', from(['1', '2'], ['0', '99999']), 2),
      attribute('paging-cookie', fc.constantFrom(...oddPaging), 30),
      attribute('top', fc.constantFrom('1', '0'), 20),
      attribute('returntotalrecordcount', fc.constant('true'), 3),
    ),
    from(['account', 'contact'], ['listmember', 'nope']),
    plain,
    measured,
    many(fc.oneof(filter, link), 2),
  )
  .map(([isAggregate, settings, table, columns, measures, rest]) =>
    isAggregate
      ? `<fetch aggregate="true"><entity name="${table}">${measures}${rest}</entity></fetch>`
      : `<fetch${settings}><entity name="${table}">${columns}${rest}</entity></fetch>`,
  );
