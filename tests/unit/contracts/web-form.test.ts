import { JSDOM } from 'jsdom';
import { columnLookup } from '@pmds/contracts/web-form/column-lookup';
import { readWebForm, type FormNode } from '@pmds/contracts/web-form/form-fields';
import { folded, yesOrNo, yesOrNoOf } from '@pmds/contracts/web-form/yes-no';

describe('the column that a field names', () => {
  const find = columnLookup([
    'firstname',
    'emailaddress1',
    'telephone1',
    'parentcustomerid',
    'new_a',
    'newa',
    'topics',
  ]);

  it.each([
    ['firstname', 'firstname'],
    ['First Name', 'firstname'],
    ['first-name', 'firstname'],
    ['first_name', 'firstname'],
    ['first.name:', 'firstname'],
    ['topics[]', 'topics'],
    ['E-Mail', 'emailaddress1'],
    ['mail', 'emailaddress1'],
    ['given name', 'firstname'],
    ['tel', 'telephone1'],
    ['business phone', 'telephone1'],
    // Its first column is not among those selected, the second is.
    ['company', 'parentcustomerid'],
    ['mobile', undefined],
    ['zip', undefined],
    ['', undefined],
    // Two columns are written like that; each is found by its own name alone.
    ['New A', undefined],
    ['new_a', 'new_a'],
    ['newa', 'newa'],
  ])('%j is %j', (name, column) => {
    expect(find(name)).toBe(column);
  });

  it.each([
    ['phone', 'telephone1'],
    ['cellphone', 'mobilephone'],
    ['surname', 'lastname'],
    ['family name', 'lastname'],
    ['organization', 'companyname'],
    ['street', 'address1_line1'],
    ['city', 'address1_city'],
    ['zip', 'address1_postalcode'],
    ['postcode', 'address1_postalcode'],
    ['country', 'address1_country'],
    ['birthday', 'birthdate'],
    ['date of birth', 'birthdate'],
    ['gender', 'gendercode'],
  ])('%j is %j by what forms usually call it', (name, column) => {
    expect(columnLookup([column])(name)).toBe(column);
  });
});

describe('what a text says of a yes/no column', () => {
  const labels = { yes: ['Allow'], no: ['Do Not Allow'] };

  it.each([
    ['1', true],
    [' Yes ', true],
    ['JA', true],
    ['oui', true],
    ['כן', true],
    ['ｙｅｓ', true],
    ['allow', true],
    ['0', false],
    ['off', false],
    ['Nein', false],
    ['faux', false],
    ['לא', false],
    ['do not  allow', false],
    ['', null],
    ['  ', null],
    ['perhaps', null],
  ])('%j is %j', (text, said) => {
    expect(yesOrNo(text, labels)).toBe(said);
  });

  it('is nothing where a label of the column means the opposite of the usual word', () => {
    expect(yesOrNo('no', { yes: ['No'], no: ['Yes'] })).toBeNull();
    expect(yesOrNo('yes', { yes: ['No'], no: ['Yes'] })).toBeNull();
  });

  it.each([
    ['yes', 'Allow', true],
    ['no', 'Do not allow', false],
    [null, 'Allow', true],
    ['x', 'Do not allow', false],
    ['yes', 'whatever', true],
    ['0', 'whatever', false],
    ['yes', 'Do not allow', null],
    [null, 'whatever', null],
  ])('value %j with the label %j is %j: a contradiction is never guessed', (value, label, said) => {
    expect(yesOrNoOf(value, label, labels)).toBe(said);
  });

  it('compares without case, blanks and forms of a letter', () => {
    expect(folded('  Ａ b\tC ')).toBe('abc');
  });
});

describe('the fields of a web form', () => {
  const fieldsOf = (html: string) =>
    readWebForm(new JSDOM(html).window.document.body as unknown as FormNode).map(({ names }) => names.join('+'));

  it.each([
    ['<input name="a"><select name=" b "></select><textarea name="c"></textarea>', ['a', 'b', 'c']],
    ['<input name="ctl00$Content$firstname"><input name="price$">', ['firstname']],
    ['<input><input name=""><input name="a" disabled>', []],
    ...['submit', 'reset', 'button', 'image', 'password', 'file', 'FILE'].map(
      (type) => [`<input name="a" type="${type}">`, []] as const,
    ),
    ['<input name="a" type="hidden">', []],
    ['<input name="a" type="hidden" data-pmds-field="firstname">', ['firstname']],
    ['<input name="a" data-pmds-field="firstname, lastname;x">', ['firstname+lastname+x']],
    ['<input name="a" data-pmds-field="">', []],
    ['<div data-pmds-field="firstname"><input name="a"></div>', ['firstname']],
    ['<div data-pmds-field="firstname"><input name="a"><input name="b"></div>', ['a', 'b']],
    ['<div data-pmds-field="x"><input type="radio" name="a"><input type="radio" name="a"></div>', ['x', 'x']],
    ['<div data-pmds-field="x"><input type="checkbox" name="a"><input type="submit"></div>', ['x']],
    ['<form data-pmds-field="x"><input name="a"></form>', ['a']],
    [
      '<my-field name="city"><template shadowrootmode="open"><input><input type="submit"></template></my-field>',
      ['city'],
    ],
    ['<my-field data-pmds-field="x y"><template shadowrootmode="open"><input></template></my-field>', ['x+y']],
    ['<my-field name="a"><template shadowrootmode="open"><input name="b"></template></my-field>', ['b']],
    ['<my-field name="a"><template shadowrootmode="open"><input><input></template></my-field>', []],
    ['<my-field name="a"><template shadowrootmode="closed"><input></template></my-field>', []],
    ['<template><input name="a"></template>', []],
  ] as const)('%s: %j', (html, names) => {
    expect(fieldsOf(html)).toEqual(names);
  });

  it('are read in open shadow roots, and named by the component that they are the only control of', () => {
    const { document } = new JSDOM('<x-city name="city"></x-city>').window;
    const host = document.querySelector('x-city')!;
    host.attachShadow({ mode: 'open' }).innerHTML = '<input>';
    expect(readWebForm(document.body as unknown as FormNode)).toMatchObject([{ names: ['city'] }]);
  });
});
