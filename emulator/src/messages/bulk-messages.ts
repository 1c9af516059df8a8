import type { Message, ParameterValue } from '../write/units/unit.js';

type RowValue = Extract<ParameterValue, { readonly kind: 'row' }>;
const bulkNames = new Map([
  ['Create', 'CreateMultiple'],
  ['Update', 'UpdateMultiple'],
]);

/**
 * The bulk message that several single ones make up: steps on it get all targets at once.
 * https://learn.microsoft.com/power-apps/developer/data-platform/write-plugin-multiple-operation
 * @param singles of one name and table
 */
export function bulkMessage(name: string, table: string, singles: readonly Message[]): Message {
  const ids = singles.flatMap(({ id }) => (id === null ? [] : [id]));
  const rows = (of: (message: Message) => Message['input']): ParameterValue => ({
    kind: 'rows',
    rows: singles.flatMap((message) => {
      const target = of(message)['Target'];
      return isRow(target) ? [{ table: target.table, id: target.id, values: target.values }] : [];
    }),
  });
  const columns = singles.flatMap(({ changedColumns }) => changedColumns ?? []);
  return {
    name,
    table,
    id: null,
    input: { Targets: rows(({ input }) => input) },
    asked: { Targets: rows(({ input, asked }) => asked ?? input) },
    ...(name === 'CreateMultiple' ? { output: { Ids: { kind: 'guids', ids } } } : {}),
    ...(name === 'UpdateMultiple' ? { changedColumns: [...new Set(columns)] } : {}),
  };
}

/** The messages, and for each single one the bulk message that it is as well: the two pipelines are merged. */
export function withBulkMessages(messages: readonly Message[]): readonly Message[] {
  return messages.flatMap((message) => {
    const bulk = message.inBulk === true ? undefined : bulkNames.get(message.name);
    return bulk === undefined ? [message] : [message, bulkMessage(bulk, message.table, [message])];
  });
}

function isRow(value: ParameterValue | undefined): value is RowValue {
  return typeof value === 'object' && value !== null && value.kind === 'row';
}
