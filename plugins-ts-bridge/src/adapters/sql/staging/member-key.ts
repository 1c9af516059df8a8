import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { guidBytes } from '../../../domain/guid.js';

/** Small numbers for the tables in bulk rows. */
export const tableCode: Readonly<Record<SelectableTable, number>> = { contact: 1, lead: 2 };

/** An id as bulk rows hold it, and as both drivers bind it. */
export const idBytes = (id: RowId): Buffer => Buffer.from(guidBytes(id));
