import type { OutboxMessageOf } from '../../../../domain/outbox/outbox.js';
import type { Columns } from '../rows/row-columns.js';

type RowMessage = OutboxMessageOf<'sync-row' | 'run-row'>;

/**
 * Patches of one row in one, later ones winning. Where one of two speaks of some columns alone, of those and of what the other
 * has.
 * @param columnsOf The columns that a message would write, by logical name.
 */
export function mergedPatches<Message extends RowMessage>(
  messages: readonly Message[],
  keyOf: (message: Message) => string,
  columnsOf: (message: Message) => Columns,
): readonly Message[] {
  const byRow = new Map<string, Message>();
  for (const message of messages) {
    const earlier = byRow.get(keyOf(message));
    byRow.set(keyOf(message), earlier === undefined ? message : merged(earlier, message, columnsOf));
  }
  return [...byRow.values()];
}

function merged<Message extends RowMessage>(
  earlier: Message,
  later: Message,
  columnsOf: (message: Message) => Columns,
): Message {
  const all: Message = { ...later, patch: { ...earlier.patch, ...later.patch } };
  if (earlier.only === undefined && later.only === undefined) return all;
  const names = [earlier, later].flatMap((one) => one.only ?? Object.keys(columnsOf(one)));
  return { ...all, only: [...new Set(names)] };
}

/** Of a report that is sent again, the columns that were refused alone. */
export function onlyNamed({ only: names }: { readonly only?: readonly string[] }, columns: Columns): Columns {
  if (names === undefined) return columns;
  return Object.fromEntries(Object.entries(columns).filter(([name]) => names.includes(name)));
}
