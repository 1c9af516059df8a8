import type { Element } from '@xmldom/xmldom';
import { labelText } from '../../model/label.js';
import type { ComponentLog } from '../component-log.js';
import { importError } from '../import-error.js';
import { componentTypes } from '../manifest.js';
import { attribute, child, children, flagAt, labelsAt, numberAt, outerXml } from '../xml.js';
import { guidAt } from '../xml-guid.js';
import type { ImportedTable } from './tables.js';

/** Numbers of `systemform.type` by the folder or element a form stands in. */
const formTypes: Readonly<Record<string, number>> = { main: 2, quick: 6, quickCreate: 7, card: 11 };
const dashboardType = 0;

export interface ImportedForm {
  readonly id: string;
  /** Logical name; `none` for a dashboard. */
  readonly table: string;
  readonly type: number;
  readonly element: Element;
  /** The `form` element, which `systemform.formxml` keeps. */
  readonly form: Element;
}

/** Forms of all tables, and dashboards. @throws DataverseError for an unknown kind of form, or scripts in a quick view form. */
export function readForms(tables: readonly ImportedTable[], customizations: Element): ImportedForm[] {
  const ofTables = tables.flatMap((table) =>
    children(child(table.element, 'FormXml'), 'forms').flatMap((forms) => {
      const kind = attribute(forms, 'type');
      const type = formTypes[kind];
      if (type === undefined) {
        throw importError(`The import file is invalid. Forms of ${table.logicalName} have the type '${kind}'.`);
      }
      return children(forms, 'systemform').map((element) => readForm(element, 'formid', table.logicalName, type));
    }),
  );
  const dashboards = children(child(customizations, 'Dashboards'), 'Dashboard').map((element) =>
    readForm(element, 'FormId', 'none', dashboardType),
  );
  return [...ofTables, ...dashboards];
}

function readForm(element: Element, idName: string, table: string, type: number): ImportedForm {
  const id = guidAt(element, idName);
  const form =
    child(element, 'form') ?? child(element, 'FormXml', 'form') ?? child(element, 'FormXml', 'forms', 'form');
  if (form === undefined) throw importError(`The import file is invalid. SystemForm ${id} has no form.`);
  if (type === formTypes['quick'] && child(form, 'events') !== undefined) {
    throw importError('Form XML of type quick cannot contain element: events.');
  }
  return { id, table, type, element, form };
}

export function applyForm(log: ComponentLog, imported: ImportedForm, isManaged: boolean): void {
  const { id, element } = imported;
  const names = labelsAt(element, 'LocalizedNames');
  log.put('systemform', id, {
    name: labelText(names),
    description: labelText(labelsAt(element, 'Descriptions')),
    objecttypecode: imported.table,
    type: imported.type,
    formxml: outerXml(imported.form),
    formactivationstate: numberAt(element, 'FormActivationState') ?? 1,
    isdefault: flagAt(element, 'IsDefault'),
    ismanaged: isManaged,
  });
  log.putLabels(id, 'name', names);
  log.own(componentTypes.form, id);
}
