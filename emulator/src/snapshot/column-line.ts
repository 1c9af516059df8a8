import { makeOptionSet } from '../model/choice.js';
import type { ColumnSpec, ColumnType } from '../model/column.js';
import { label } from '../model/label.js';
import type { ColumnLine, Snapshot, SnapshotTable, StateLine } from './snapshot-file.js';

/** Turns one line of the snapshot into a column. @throws Error for a type or mark it does not know. */
export function columnOfLine(snapshot: Snapshot, table: SnapshotTable, line: ColumnLine): ColumnSpec {
  const [logicalName, schemaName, type, text, marks = ''] = line;
  const base = { logicalName, schemaName, displayName: label(text) };
  const spec: ColumnSpec = { ...base, ...typeOf(snapshot, table, logicalName, type) };
  return marks.split(' ').reduce((made, mark) => ({ ...made, ...markOf(mark) }), spec);
}

function typeOf(
  snapshot: Snapshot,
  table: SnapshotTable,
  column: string,
  text: string,
): { type: ColumnType } & Partial<ColumnSpec> {
  const [, name = '', inner = ''] = /^([a-z]+)(?:\((.*)\))?$/.exec(text) ?? [];
  const parts = inner.split(',');
  const numbers = parts.map(Number);
  switch (name) {
    case 'string':
      return { type: 'string', maxLength: numbers[0] ?? 100, format: parts[1] ?? 'Text' };
    case 'memo':
      return { type: 'memo', maxLength: numbers[0] ?? 2000, format: 'TextArea' };
    case 'integer':
      return inner === ''
        ? { type: 'integer', minValue: -2147483648, maxValue: 2147483647 }
        : { type: 'integer', minValue: numbers[0] ?? 0, maxValue: numbers[1] ?? 0 };
    case 'decimal':
    case 'double':
      return { type: name, minValue: numbers[0] ?? 0, maxValue: numbers[1] ?? 0, precision: numbers[2] ?? 2 };
    case 'money':
      return { type: 'money', precision: numbers[0] ?? 2, minValue: -922337203685477, maxValue: 922337203685477 };
    case 'boolean': {
      const [no = 'No', yes = 'Yes'] = parts;
      const options = [
        { value: 0, label: label(no) },
        { value: 1, label: label(yes) },
      ];
      return {
        type: 'boolean',
        defaultValue: false,
        optionSet: makeOptionSet({ name: `${table.name}_${column}`, options }),
      };
    }
    case 'datetime':
      return { type: 'datetime', format: 'DateAndTime', dateTimeBehavior: 'UserLocal' };
    case 'date':
      // `date(local)` is a moment that forms show without its time.
      return {
        type: 'datetime',
        format: 'DateOnly',
        dateTimeBehavior: parts[0] === 'local' ? 'UserLocal' : 'DateOnly',
      };
    case 'lookup':
    case 'customer':
      return { type: name, targets: parts };
    case 'uniqueidentifier':
    case 'bigint':
    case 'entityname':
    case 'partylist':
    case 'image':
    case 'managedproperty':
      return { type: name };
    default:
      return choiceOf(snapshot, text);
  }
}

function choiceOf(snapshot: Snapshot, text: string): { type: ColumnType } & Partial<ColumnSpec> {
  const [type, choice = ''] = text.split(':');
  const labels = snapshot.choices[choice];
  if (type !== 'picklist' || labels === undefined) throw new Error(`The snapshot has an unknown column type ${text}.`);
  const options = Object.entries(labels).map(([value, text]) => ({ value: Number(value), label: label(text) }));
  return { type: 'picklist', optionSet: makeOptionSet({ name: choice, options }) };
}

function markOf(mark: string): Partial<ColumnSpec> {
  const [kind, argument = ''] = mark.split(':');
  switch (kind) {
    case '':
      return {};
    case 'id':
      return { isPrimaryId: true, requiredLevel: 'SystemRequired', isValidForUpdate: false };
    case 'name':
      return { isPrimaryName: true };
    case 'required':
      return { requiredLevel: 'SystemRequired' };
    case 'business':
      return { requiredLevel: 'ApplicationRequired' };
    case 'recommended':
      return { requiredLevel: 'Recommended' };
    case 'readonly':
      return { isValidForCreate: false, isValidForUpdate: false };
    case 'nocreate':
      return { isValidForCreate: false };
    case 'noupdate':
      return { isValidForUpdate: false };
    case 'noread':
      return { isValidForRead: false };
    case 'logical':
      return { isLogical: true };
    case 'of':
      return { attributeOf: argument };
    case 'default':
      return { defaultValue: /^\d+$/.test(argument) ? Number(argument) : argument === 'true' };
    default:
      throw new Error(`The snapshot has an unknown mark ${mark}.`);
  }
}

/** The state and status reason columns of a table that has them. */
export function stateColumns(table: SnapshotTable): ColumnSpec[] {
  if (table.state === undefined || table.status === undefined) return [];
  const options = (lines: readonly StateLine[], other: 'state' | 'defaultStatus') =>
    lines.map(([value, text, more]) => ({ value: Number(value), label: label(text), [other]: Number(more) }));
  const state = makeOptionSet({ name: `${table.name}_statecode`, options: options(table.state, 'defaultStatus') });
  const status = makeOptionSet({ name: `${table.name}_statuscode`, options: options(table.status, 'state') });
  return [
    {
      logicalName: 'statecode',
      schemaName: 'StateCode',
      type: 'state',
      displayName: label('Status'),
      requiredLevel: 'SystemRequired',
      isValidForCreate: true,
      optionSet: state,
    },
    {
      logicalName: 'statuscode',
      schemaName: 'StatusCode',
      type: 'status',
      displayName: label('Status Reason'),
      optionSet: status,
    },
  ];
}
