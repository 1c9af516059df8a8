import { waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { FieldsToSync } from '../../controls/FieldsToSync/FieldsToSync/index';
import type { IInputs as FieldInputs } from '../../controls/FieldsToSync/FieldsToSync/generated/ManifestTypes';
import type { IInputs as WebFormInputs } from '../../controls/FieldsToSync/WebFormFields/generated/ManifestTypes';
import { WebFormFields } from '../../controls/FieldsToSync/WebFormFields/index';
import { MarketingLists } from '../../controls/MarketingLists/MarketingLists/index';
import { contactColumns, leadColumns } from './fakes/columns.js';
import { contextOf } from './fakes/context.js';
import { host, type Hosted } from './fakes/host.js';
import { listsOf } from './fakes/lists.js';
import { resxTexts } from './fakes/resx.js';
import { type FakeWebApi, fakeWebApi } from './fakes/web-api.js';

let api: FakeWebApi;
beforeEach(() => {
  api = fakeWebApi(({ path }) => ({
    status: 200,
    body: { value: path.includes("'lead'") ? leadColumns : contactColumns },
  }));
});
afterEach(() => {
  for (const { close } of opened.splice(0)) close();
  api.restore();
});

const opened: Hosted<unknown>[] = [];
function keep(hosted: Hosted<unknown>): HTMLElement {
  opened.push(hosted);
  return hosted.element;
}

const languages = [1033, 1031, 1036, 1037] as const;
const stored = JSON.stringify({ version: 1, contact: ['lastname', 'gone'], lead: [] });

function openFields(languageId: number) {
  const parameters = { selection: { raw: stored }, tables: { raw: 'lead,contact' } } as unknown as FieldInputs;
  const settings = { control: 'FieldsToSync', languageId, rtl: languageId === 1037 } as const;
  return keep(host(new FieldsToSync(), () => contextOf(parameters, settings)));
}

const webForm = JSON.stringify({
  version: 1,
  fields: [
    { input: 'mail', contact: 'lastname', lead: null, exposure: 'masked', submit: 'review', blankErases: false },
    { input: 'gone', contact: 'gone', lead: null, exposure: 'never', submit: 'never', blankErases: true },
  ],
});

function openWebForm(languageId: number) {
  const parameters = { fields: { raw: webForm } } as unknown as WebFormInputs;
  const settings = { control: 'WebFormFields', languageId, rtl: languageId === 1037 } as const;
  return keep(host(new WebFormFields(), () => contextOf(parameters, settings)));
}

const described = (element: HTMLElement) => waitFor(() => expect(element.querySelectorAll('datalist')).toHaveLength(2));

function openLists(languageId: number) {
  const asked = { refreshes: 0, pages: 0, opened: [], selected: [], sorted: [] };
  const lists = [
    { id: 'a', name: 'Spring', code: 2 },
    { id: 'b', name: 'Fair', code: 4, active: false },
  ];
  const settings = { control: 'MarketingLists', languageId, rtl: languageId === 1037 } as const;
  return keep(host(new MarketingLists(), () => contextOf(listsOf({ lists, hasMore: true }, asked), settings)));
}

const loaded = (element: HTMLElement) => waitFor(() => expect(within(element).getAllByRole('grid')).toHaveLength(2));

/** Rule ids with the elements at fault. Colours need a layout engine, which jsdom is not. */
async function findings(element: HTMLElement): Promise<readonly string[]> {
  const results = await axe.run(
    { include: [element], exclude: [['[data-tabster-dummy]']] },
    { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } },
  );
  return results.violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(' ')}`);
}

it.each(languages)('FieldsToSync has no finding of axe-core in language %i', async (languageId) => {
  const element = openFields(languageId);
  await loaded(element);
  expect(await findings(element)).toEqual([]);
});

it.each(languages)('WebFormFields has no finding of axe-core in language %i', async (languageId) => {
  const element = openWebForm(languageId);
  await described(element);
  expect(await findings(element)).toEqual([]);
});

it.each(languages)('MarketingLists has no finding of axe-core in language %i', async (languageId) => {
  const element = openLists(languageId);
  expect(await findings(element)).toEqual([]);
});

it.each(languages)('no control shows a text that language %i lacks', async (languageId) => {
  const fields = openFields(languageId);
  openLists(languageId);
  await loaded(fields);
  await described(openWebForm(languageId));
  expect(document.body.textContent).not.toMatch(/\[\w+\]|\{\d/);
});

it.each(['FieldsToSync', 'WebFormFields', 'MarketingLists'] as const)(
  '%s has the same texts with the same placeholders in every language',
  (control) => {
    // A form that goes with a number is the language's own affair; the values that are shown are the same.
    const shown = (text: string) => [...text.matchAll(/\{(\d)(?:\}|:[^}]*#)/g)].map(([, position]) => position);
    const placeholders = (text: string) => [...new Set(shown(text))].sort().join('');
    const shape = (languageId: number) =>
      [...resxTexts(control, languageId)].map(([key, text]) => `${key} ${placeholders(text)}`);
    for (const languageId of languages) expect(shape(languageId)).toEqual(shape(1033));
  },
);

it('turns the controls round for a language written from right to left', async () => {
  const fields = openFields(1037);
  await loaded(fields);
  for (const element of [fields, openWebForm(1037), openLists(1037)]) {
    expect(element.querySelector('[dir="rtl"]')).not.toBeNull();
  }
});
