import { Choices, Tables } from '@pmds/contracts/generated/tables';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import { parseWebFormFields } from '@pmds/contracts/web-form/definition';
import { usualLinkDays, type WebForm } from '../../../domain/web-form/web-form.js';
import type { WebFormSource } from '../../../ports/web-form-source.js';
import type { DataverseClient, DataverseRequest } from '../http/client.js';
import { DataverseError } from '../http/errors.js';
import { asObject, dateOf, rowsOf, textOf, type Json } from './json.js';

const { entitySetName, primaryKey, columns: column } = Tables.webForm;
const syncs = 'pmds_datasync_webform';
const { suspended } = Choices.linkState.values;
const columns = [
  column.name.logicalName,
  column.key.logicalName,
  column.addresses.logicalName,
  column.origins.logicalName,
  column.language.logicalName,
  column.fields.logicalName,
  column.isPreference.logicalName,
  column.contactLinkColumn.logicalName,
  column.leadLinkColumn.logicalName,
  column.linkDays.logicalName,
  column.maximumUses.logicalName,
  column.linkState.logicalName,
  column.modifiedOn.logicalName,
];

/** Keeps the address of a call below 8 KB. */
const idsPerCall = 50;

/** Web Forms of Dataverse, those that are active. */
export function createWebFormSource(client: DataverseClient): WebFormSource {
  const terms = (signal: AbortSignal): Pick<DataverseRequest, 'purpose' | 'flow' | 'signal'> => ({
    purpose: 'claim',
    flow: 'poll',
    signal,
  });
  return {
    async list(signal) {
      const expand = `${syncs}($select=${Tables.dataSync.primaryKey})`;
      const path = `${entitySetName}?$select=${primaryKey}&$filter=${encodeURIComponent(`${column.statecode.logicalName} eq 0`)}&$expand=${expand}`;
      try {
        return rowsOf(await client.get(path, terms(signal))).flatMap((row) => {
          const id = parseRowId(row[primaryKey]);
          return id.ok ? [{ id: id.value, version: versionOf(row), syncs: syncsOf(row) }] : [];
        });
      } catch (error) {
        // A collection is not found only where the table is not there.
        if (error instanceof DataverseError && error.code === 'not-found') return null;
        throw error;
      }
    },

    async read(ids, signal) {
      const forms: WebForm[] = [];
      for (let at = 0; at < ids.length; at += idsPerCall) {
        const some = ids.slice(at, at + idsPerCall);
        const filter = some.map((id) => `${primaryKey} eq ${id}`).join(' or ');
        const path = `${entitySetName}?$select=${columns.join()}&$filter=${encodeURIComponent(filter)}`;
        forms.push(...rowsOf(await client.get(path, terms(signal))).flatMap(webFormOf));
      }
      return forms;
    },
  };
}

const versionOf = (row: Json): string => textOf(row['@odata.etag']) ?? '';

function syncsOf(row: Json): readonly RowId[] {
  const related = row[syncs];
  const ids = (Array.isArray(related) ? related : []).map((one) =>
    parseRowId(asObject(one)[Tables.dataSync.primaryKey]),
  );
  return ids.flatMap((id) => (id.ok ? [id.value] : [])).sort();
}

/** None for a form without a key: no link can name it. */
function webFormOf(row: Json): readonly WebForm[] {
  const id = parseRowId(row[primaryKey]);
  const key = textOf(row[column.key.logicalName])?.trim() ?? '';
  if (!id.ok || key === '') return [];
  const fields = parseWebFormFields(textOf(row[column.fields.logicalName]));
  const addresses = linesOf(row[column.addresses.logicalName]).flatMap(addressOf);
  return [
    {
      id: id.value,
      key,
      name: textOf(row[column.name.logicalName]) ?? key,
      addresses: addresses.map(({ href }) => href),
      // The page at an address has to ask for what it is filled with.
      origins: [
        ...new Set(
          [...linesOf(row[column.origins.logicalName]).flatMap(addressOf), ...addresses].map(({ origin }) => origin),
        ),
      ],
      language: numberOf(row[column.language.logicalName]),
      isPreference: row[column.isPreference.logicalName] === true,
      fields: fields.ok ? fields.value : null,
      linkColumns: {
        contact: columnOf(row[column.contactLinkColumn.logicalName]),
        lead: columnOf(row[column.leadLinkColumn.logicalName]),
      },
      linkDays: numberOf(row[column.linkDays.logicalName]) ?? usualLinkDays,
      maximumUses: numberOf(row[column.maximumUses.logicalName]),
      linkState: row[column.linkState.logicalName] === suspended ? 'suspended' : 'active',
      modifiedOn: dateOf(row[column.modifiedOn.logicalName]) ?? new Date(0),
      version: versionOf(row),
    },
  ];
}

const linesOf = (value: unknown): readonly string[] =>
  (textOf(value) ?? '').split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
function columnOf(value: unknown): string | null {
  const name = textOf(value)?.trim().toLowerCase() ?? '';
  return name === '' ? null : name;
}
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** Of a web page; anything else that stands there is no address. */
function addressOf(text: string): readonly URL[] {
  if (!URL.canParse(text)) return [];
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) ? [url] : [];
}
