import type { Row, TableRows } from '../../data/table-rows.js';
import type { Value } from '../../data/value.js';
import type { Column } from '../../model/column.js';
import { malformed, NotImplemented } from '../../model/dataverse-error.js';
import type { Navigation } from '../../model/relationship.js';
import type { QueryContext, RowFilter } from '../../query/caller.js';
import type { Scope } from '../scope.js';
import { propertyNamed } from '../properties.js';

/** The end of a path such as `primarycontactid/fullname`. */
interface PathTarget {
  /** The rows of the table that has the column. */
  readonly rows: TableRows;
  readonly column: Column;
  /** True when the column is one of the row itself. */
  readonly isDirect: boolean;
  /** The value at the end of the path, null where a lookup on the way is empty or unreadable. */
  readonly read: (row: Row) => Value;
}

/**
 * Resolves a property path from a row. A lambda variable in front stands for the row.
 * @throws DataverseError 400 for unknown names, or a collection on the way
 */
export function followPath(context: QueryContext, scope: Scope, segments: readonly string[]): PathTarget {
  const own = ownSegments(scope, segments);
  const steps: Step[] = [];
  let { rows } = scope;
  for (const name of own.slice(0, -1)) {
    const step = stepTo(context, rows, name);
    steps.push(step);
    rows = step.rows;
  }
  const column = propertyNamed(rows.table, own[own.length - 1] ?? '');
  const name = column.logicalName;
  const last = rows;
  if (steps.length === 0) return { rows, column, isDirect: true, read: (row) => last.value(row, name) };
  return {
    rows,
    column,
    isDirect: false,
    read: (row) => {
      let at: Row | undefined = row;
      for (const step of steps) at = at === undefined ? undefined : step.next(at);
      return at === undefined ? null : last.value(at, name);
    },
  };
}

interface Step {
  readonly rows: TableRows;
  readonly next: (row: Row) => Row | undefined;
}

function stepTo(context: QueryContext, rows: TableRows, name: string): Step {
  const navigation = context.store.model.navigation(rows.table, name);
  if (navigation?.kind !== 'single') {
    throw malformed(
      `Could not find a single-valued property named '${name}' on type 'Microsoft.Dynamics.CRM.${rows.table.logicalName}'.`,
    );
  }
  const target = singleTarget(navigation, name);
  const targetRows = context.store.rows(target);
  const readable: RowFilter | null = context.caller.readFilter(targetRows.table);
  return {
    rows: targetRows,
    next: (row) => {
      const id = rows.value(row, navigation.column);
      const found = typeof id === 'string' ? targetRows.find(id) : undefined;
      return found === undefined || readable?.(found, targetRows) === false ? undefined : found;
    },
  };
}

/** `ownerid` leads to users and teams; the Web API knows only their common base there, which has no columns of its own. */
function singleTarget(navigation: Extract<Navigation, { kind: 'single' }>, name: string): string {
  const [target] = navigation.targets;
  if (target === undefined || navigation.targets.length > 1) {
    throw new NotImplemented(`a path through '${name}', which leads to several tables (use owninguser or owningteam)`);
  }
  return target;
}

/** Inside a lambda every path begins with its variable. */
export function ownSegments(scope: Scope, segments: readonly string[]): readonly string[] {
  if (scope.variable === null) return segments;
  if (segments[0] !== scope.variable) {
    throw malformed(
      `Inside the lambda over '${scope.variable}' a path must begin with '${scope.variable}/', not '${segments[0] ?? ''}'.`,
    );
  }
  return segments.slice(1);
}
