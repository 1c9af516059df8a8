import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId } from '@pmds/contracts/ids';
import { ok, refused, type Result } from '@pmds/contracts/result';
import type { ClosedReason } from '@pmds/contracts/run/outcomes';
import { parseRowId } from '@pmds/contracts/ids';
import type { ContextFailure, MessageContext } from '@pmds/contracts/start/sync-request';
import type { MessageTarget } from '@pmds/contracts/start/message-targets';
import type { OptOutFlag } from './settled-outcome.js';

/** Something that Dataverse told of a person and that may close him or open him again. It holds no value of his. */
export interface MemberChange {
  readonly table: SelectableTable;
  readonly id: RowId;
  /** When it was heard of, by this machine's clock. */
  readonly at: Date;
  /** What the message itself says; `null` where only reading the row can tell. */
  readonly closes: ClosedReason | null;
  /** Others were merged into this row, and the message does not name them any more. */
  readonly merged: boolean;
}

export const changeMessages = ['Delete', 'Merge', 'Update'] as const;
export type ChangeMessage = (typeof changeMessages)[number];

/** Columns whose change can close somebody, or open him again. */
export function closingColumns(optOutFlags: readonly OptOutFlag[]): readonly string[] {
  return ['statecode', ...optOutFlags];
}

/**
 * The people a message is about, and what it says of them. Without a word of the columns that matter it is about nobody.
 * @param message What it is, one by one: UpdateMultiple counts as Update.
 */
export function changesTold(
  context: MessageContext,
  message: ChangeMessage,
  optOutFlags: readonly OptOutFlag[],
  at: Date,
): Result<readonly MemberChange[], ContextFailure> {
  const table = selectableTables.find((name) => name === context.table);
  if (table === undefined) return refused({ field: 'PrimaryEntityName', expected: selectableTables.join(' or ') });
  const change = (id: RowId, closes: ClosedReason | null): MemberChange => ({ table, id, at, closes, merged: false });
  const ids = context.targets.length > 0 ? context.targets.map(({ id }) => id) : [context.rowId];
  switch (message) {
    case 'Delete':
      return ok(ids.map((id) => change(id, 'deleted')));
    case 'Update':
      if (context.isStripped) return ok([change(context.rowId, null)]);
      return ok(
        context.targets
          .filter(({ values }) => closingColumns(optOutFlags).some((column) => values[column] !== undefined))
          .map((target) => change(target.id, closedByValues(target, optOutFlags))),
      );
    case 'Merge': {
      if (context.isStripped) return ok([{ ...change(context.rowId, null), merged: true }]);
      const subordinate = parseRowId(context.parameters['SubordinateId']);
      if (!subordinate.ok) return refused({ field: 'InputParameters.SubordinateId', expected: 'a GUID' });
      return ok([change(subordinate.value, 'inactive'), change(context.rowId, null)]);
    }
  }
}

/** One flag that is set, or a state that is not active, is enough; that one is taken back says nothing of the others. */
function closedByValues({ values }: MessageTarget, optOutFlags: readonly OptOutFlag[]): ClosedReason | null {
  const state = values['statecode'];
  if (state !== undefined && state !== 0) return 'inactive';
  return optOutFlags.some((flag) => values[flag] === true) ? 'opted-out' : null;
}
