import { parseWebFormFields, serialiseWebFormFields } from '@pmds/contracts/web-form/definition';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { rowId } from '../../../domain/outbox/schema/values.js';
import type { WebForm } from '../../../domain/web-form/web-form.js';
import type { Schema } from '../schema.js';

const column = z.string().nullable();

const definition = z.object({
  addresses: z.array(z.string()),
  origins: z.array(z.string()),
  language: z.int().nullable(),
  isPreference: z.boolean(),
  /** As in `pmds_fields`; `null` where they could not be read. */
  fields: z.string().nullable(),
  linkColumns: z.object({ contact: column, lead: column }),
  linkDays: z.number(),
  maximumUses: z.int().nullable(),
  linkState: z.enum(['active', 'suspended']),
});

type WebFormRow = Selectable<Schema['web_form']>;

export function webFormRow({ id, key, name, modifiedOn, version, fields, ...rest }: WebForm): WebFormRow {
  const stored: z.input<typeof definition> = {
    ...rest,
    addresses: [...rest.addresses],
    origins: [...rest.origins],
    fields: fields === null ? null : serialiseWebFormFields(fields),
  };
  return { id, key, name, modified_on: modifiedOn.toISOString(), version, definition: JSON.stringify(stored) };
}

/** @throws Error when another version wrote the row; the next look at Dataverse writes it again. */
export function webFormOf(row: WebFormRow): WebForm {
  const { fields, ...rest } = definition.parse(JSON.parse(row.definition));
  const parsed = fields === null ? null : parseWebFormFields(fields);
  return {
    id: rowId.parse(row.id),
    key: row.key,
    name: row.name,
    modifiedOn: new Date(row.modified_on),
    version: row.version,
    ...rest,
    fields: parsed?.ok === true ? parsed.value : null,
  };
}
