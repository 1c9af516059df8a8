import { parseRowId, type RowId } from '@pmds/contracts/ids';
import { parseWebFormFields } from '@pmds/contracts/web-form/definition';
import { usualLinkDays, type WebForm } from '../../../domain/web-form/web-form.js';
import type { WebFormSource } from '../../../ports/web-form-source.js';
import type { DataverseClient, DataverseRequest } from '../http/client.js';
import { DataverseError } from '../http/errors.js';
import { asObject, dateOf, rowsOf, textOf, type Json } from './json.js';

const entitySetName = 'pmds_webforms';
const primaryKey = 'pmds_webformid';
const syncs = 'pmds_datasync_webform';
const suspended = 742_100_001;
const columns = [
  'pmds_name',
  'pmds_key',
  'pmds_addresses',
  'pmds_origins',
  'pmds_language',
  'pmds_fields',
  'pmds_ispreference',
  'pmds_contactlinkcolumn',
  'pmds_leadlinkcolumn',
  'pmds_linkdays',
  'pmds_maximumuses',
  'pmds_linkstate',
  'modifiedon',
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
      const expand = `${syncs}($select=pmds_datasyncid)`;
      const path = `${entitySetName}?$select=${primaryKey}&$filter=${encodeURIComponent('statecode eq 0')}&$expand=${expand}`;
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
  const ids = (Array.isArray(related) ? related : []).map((one) => parseRowId(asObject(one)['pmds_datasyncid']));
  return ids.flatMap((id) => (id.ok ? [id.value] : [])).sort();
}

/** None for a form without a key: no link can name it. */
function webFormOf(row: Json): readonly WebForm[] {
  const id = parseRowId(row[primaryKey]);
  const key = textOf(row['pmds_key'])?.trim() ?? '';
  if (!id.ok || key === '') return [];
  const fields = parseWebFormFields(textOf(row['pmds_fields']));
  const addresses = linesOf(row['pmds_addresses']).flatMap(addressOf);
  return [
    {
      id: id.value,
      key,
      name: textOf(row['pmds_name']) ?? key,
      addresses: addresses.map(({ href }) => href),
      // The page at an address has to ask for what it is filled with.
      origins: [
        ...new Set([...linesOf(row['pmds_origins']).flatMap(addressOf), ...addresses].map(({ origin }) => origin)),
      ],
      language: numberOf(row['pmds_language']),
      isPreference: row['pmds_ispreference'] === true,
      fields: fields.ok ? fields.value : null,
      linkColumns: {
        contact: columnOf(row['pmds_contactlinkcolumn']),
        lead: columnOf(row['pmds_leadlinkcolumn']),
      },
      linkDays: numberOf(row['pmds_linkdays']) ?? usualLinkDays,
      maximumUses: numberOf(row['pmds_maximumuses']),
      linkState: row['pmds_linkstate'] === suspended ? 'suspended' : 'active',
      modifiedOn: dateOf(row['modifiedon']) ?? new Date(0),
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
