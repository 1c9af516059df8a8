import type { RowWriter, Store } from '../data/store.js';
import { componentTypes } from './manifest.js';
import { importError } from './import-error.js';

/** One row of `solutioncomponent`. */
interface Component {
  readonly id: string;
  readonly type: number;
  readonly objectId: string;
}

/** Where a component's own row is, by its type; tables, relationships and choices are definitions, not rows. */
const tableOfType: ReadonlyMap<number, string> = new Map([
  [componentTypes.role, 'role'],
  [componentTypes.view, 'savedquery'],
  [componentTypes.chart, 'savedqueryvisualization'],
  [componentTypes.form, 'systemform'],
  [componentTypes.webResource, 'webresource'],
  [componentTypes.siteMap, 'sitemap'],
  [componentTypes.control, 'customcontrol'],
  [componentTypes.columnSecurityProfile, 'fieldsecurityprofile'],
  [componentTypes.app, 'appmodule'],
  [componentTypes.step, 'sdkmessageprocessingstep'],
  [componentTypes.serviceEndpoint, 'serviceendpoint'],
  [componentTypes.environmentVariable, 'environmentvariabledefinition'],
  [componentTypes.customApi, 'customapi'],
]);

/** Rows that go with another row: `[table, column that points to it]` by the table it is in. */
const dependents: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  role: [
    ['roleprivileges', 'roleid'],
    ['systemuserroles', 'roleid'],
    ['teamroles', 'roleid'],
    ['appmoduleroles', 'roleid'],
  ],
  fieldsecurityprofile: [
    ['fieldpermission', 'fieldsecurityprofileid'],
    ['systemuserprofiles', 'fieldsecurityprofileid'],
    ['teamprofiles', 'fieldsecurityprofileid'],
  ],
  appmodule: [
    ['appmodulecomponent', 'appmoduleidunique'],
    ['appmoduleroles', 'appmoduleid'],
  ],
  customapi: [
    ['customapirequestparameter', 'customapiid'],
    ['customapiresponseproperty', 'customapiid'],
  ],
  sdkmessage: [
    ['sdkmessagefilter', 'sdkmessageid'],
    ['sdkmessageprocessingstep', 'sdkmessageid'],
  ],
  environmentvariabledefinition: [['environmentvariablevalue', 'environmentvariabledefinitionid']],
};

/**
 * Deletes a solution. A managed one goes with all its components and their rows; of an unmanaged one only the container goes and its
 * components stay, as on the platform.
 * https://learn.microsoft.com/power-platform/alm/solution-concepts-alm#solution-lifecycle
 * @throws DataverseError when there is no such solution
 */
export function uninstallSolution(store: Store, solutionId: string): void {
  const solution = store.get('solution', solutionId);
  if (solution === undefined) throw importError(`Solution With Id = ${solutionId} Does Not Exist`);
  const rows = store.rows('solutioncomponent');
  const components = [...rows.byValue('solutionid').rows(solutionId)].map((row): Component => {
    const { solutioncomponentid, componenttype, objectid } = rows.toObject(row);
    return { id: String(solutioncomponentid), type: Number(componenttype), objectId: String(objectid) };
  });
  for (const component of components) {
    if (solution['ismanaged'] === true) removeComponent(store, store, component);
    else store.delete('solutioncomponent', component.id);
  }
  store.delete('solution', solutionId);
}

/** Removes a component with what depends on it, unless another solution owns it too. */
export function removeComponent(store: Store, writer: RowWriter, component: Component): void {
  writer.delete('solutioncomponent', component.id);
  const others = store.rows('solutioncomponent').byValue('objectid').count(component.objectId);
  if (others > 0) return;
  const table = tableOfType.get(component.type);
  if (table === undefined) removeDefinition(store, writer, component);
  else removeRow(store, writer, table, component.objectId);
}

function removeRow(store: Store, writer: RowWriter, table: string, id: string): void {
  const row = store.get(table, id);
  if (row === undefined) return;
  for (const [dependent, column] of dependents[table] ?? []) {
    for (const dependentId of idsBy(store, dependent, column, id)) removeRow(store, writer, dependent, dependentId);
  }
  writer.delete(table, id);
  for (const labelId of idsBy(store, 'localizedlabel', 'objectid', id)) writer.delete('localizedlabel', labelId);
  if (table === 'customapi') removeRow(store, writer, 'sdkmessage', String(row['sdkmessageid']));
}

function removeDefinition(store: Store, writer: RowWriter, component: Component): void {
  const { model } = store;
  if (component.type === componentTypes.table) {
    const table = [...model.tables].find((at) => at.metadataId === component.objectId);
    if (table !== undefined) removeTable(store, writer, table.logicalName);
  } else if (component.type === componentTypes.tableRelationship) {
    const relationship = [...model.relationships].find((at) => at.metadataId === component.objectId);
    if (relationship === undefined) return;
    model.removeRelationship(relationship.schemaName);
    if (relationship.kind === 'many-to-many') removeTable(store, writer, relationship.intersectTable);
  } else if (component.type === componentTypes.column) {
    for (const table of model.tables) {
      const column = [...table.columns.values()].find((at) => at.metadataId === component.objectId);
      if (column !== undefined) model.removeColumn(table.logicalName, column.logicalName);
    }
  } else if (component.type === componentTypes.choice) {
    const choice = [...model.optionSets].find((at) => at.metadataId === component.objectId);
    if (choice !== undefined) model.removeOptionSet(choice.name);
  }
}

function removeTable(store: Store, writer: RowWriter, logicalName: string): void {
  const rows = store.rows(logicalName);
  const { schemaName } = rows.table;
  for (const row of [...rows.all()]) writer.delete(logicalName, rows.id(row));
  for (const id of idsBy(store, 'ribbondiff', 'entity', logicalName)) writer.delete('ribbondiff', id);
  const privileges = store.rows('privilege');
  for (const row of [...privileges.all()]) {
    const name = String(privileges.value(row, 'name'));
    if (/^prv[A-Z][a-zA-Z]*?$/.test(name.slice(0, -schemaName.length)) && name.endsWith(schemaName)) {
      for (const id of idsBy(store, 'roleprivileges', 'privilegeid', privileges.id(row)))
        writer.delete('roleprivileges', id);
      writer.delete('privilege', privileges.id(row));
    }
  }
  for (const { name } of intersects(store, logicalName)) removeTable(store, writer, name);
  store.model.removeTable(logicalName);
}

/** Intersect tables of a table's N:N relationships; they go with it. */
function intersects(store: Store, logicalName: string): { name: string }[] {
  return [...store.model.relationships].flatMap((at) =>
    at.kind === 'many-to-many' && (at.table1 === logicalName || at.table2 === logicalName)
      ? [{ name: at.intersectTable }]
      : [],
  );
}

function idsBy(store: Store, table: string, column: string, value: string): string[] {
  if (store.model.findTable(table)?.columns.has(column) !== true) return [];
  const rows = store.rows(table);
  return [...rows.byValue(column).rows(value)].map((row) => rows.id(row));
}
