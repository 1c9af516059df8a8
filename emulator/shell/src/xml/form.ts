import { attribute, child, children, guid, labelIn, parseXml } from './dom';

/** A control of the form, stock or code component. */
export interface FormControl {
  readonly id: string;
  readonly classId: string;
  /** Column it is bound to, or null (subgrid, web resource). */
  readonly column: string | null;
  readonly disabled: boolean;
  readonly subgrid: SubgridParameters | null;
  /** The code component bound to it for the browser, or null. */
  readonly custom: CustomControlBinding | null;
}

export interface SubgridParameters {
  readonly table: string;
  readonly viewId: string;
  /** Schema name, or '' when it lists all rows. */
  readonly relationship: string;
  readonly pageSize: number;
  readonly chartId: string | null;
}

export interface CustomControlBinding {
  readonly name: string;
  /** Properties bound to a column, and constants. */
  readonly parameters: readonly { readonly name: string; readonly value: string; readonly isConstant: boolean }[];
  readonly dataSet: string | null;
}

export interface FormCell {
  readonly id: string;
  readonly label: string;
  readonly showLabel: boolean;
  readonly visible: boolean;
  readonly colSpan: number;
  readonly rowSpan: number;
  readonly control: FormControl | null;
}

export interface FormSection {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly showLabel: boolean;
  readonly visible: boolean;
  readonly rows: readonly (readonly FormCell[])[];
}

export interface FormTab {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly visible: boolean;
  readonly columns: readonly { readonly width: string; readonly sections: readonly FormSection[] }[];
}

export interface FormHandler {
  readonly functionName: string;
  readonly libraryName: string;
  readonly passContext: boolean;
  readonly parameters: string;
}

interface FormEvent {
  /** `onload`, `onsave`, `onchange`, `tabstatechange` */
  readonly name: string;
  /** For onchange: the column. */
  readonly column: string;
  readonly handlers: readonly FormHandler[];
}

export interface FormLayout {
  readonly tabs: readonly FormTab[];
  readonly header: readonly FormCell[];
  readonly libraries: readonly string[];
  readonly events: readonly FormEvent[];
}

/** Form factor of a browser on a desktop in `customControl`. */
const webFormFactor = '2';

/** Reads FormXML. @throws Error when it is no XML */
export function readForm(xml: string, languageId: number): FormLayout {
  const form = parseXml(xml, 'The form');
  const bindings = readBindings(form);
  const cells = (row: Element): FormCell[] => children(row, 'cell').map((cell) => readCell(cell, languageId, bindings));
  return {
    tabs: children(child(form, 'tabs'), 'tab').map((tab) => ({
      id: guid(attribute(tab, 'id')),
      name: attribute(tab, 'name'),
      label: labelIn(child(tab, 'labels'), languageId),
      visible: attribute(tab, 'visible') !== 'false',
      columns: children(child(tab, 'columns'), 'column').map((column) => ({
        width: attribute(column, 'width') || '100%',
        sections: children(child(column, 'sections'), 'section').map((section) => ({
          id: guid(attribute(section, 'id')),
          name: attribute(section, 'name'),
          label: labelIn(child(section, 'labels'), languageId),
          showLabel: attribute(section, 'showlabel') !== 'false',
          visible: attribute(section, 'visible') !== 'false',
          rows: children(child(section, 'rows'), 'row').map(cells),
        })),
      })),
    })),
    header: children(child(form, 'header', 'rows'), 'row').flatMap(cells),
    libraries: children(child(form, 'formLibraries'), 'Library').map((library) => attribute(library, 'name')),
    events: children(child(form, 'events'), 'event').map((event) => ({
      name: attribute(event, 'name').toLowerCase(),
      column: attribute(event, 'attribute'),
      handlers: [
        ...children(child(event, 'Handlers'), 'Handler'),
        ...children(child(event, 'InternalHandlers'), 'Handler'),
      ]
        .filter((handler) => attribute(handler, 'enabled') !== 'false')
        .map((handler) => ({
          functionName: attribute(handler, 'functionName'),
          libraryName: attribute(handler, 'libraryName'),
          passContext: attribute(handler, 'passExecutionContext') === 'true',
          parameters: attribute(handler, 'parameters'),
        })),
    })),
  };
}

function readCell(cell: Element, languageId: number, bindings: ReadonlyMap<string, CustomControlBinding>): FormCell {
  const control = child(cell, 'control');
  return {
    id: guid(attribute(cell, 'id')),
    label: labelIn(child(cell, 'labels'), languageId),
    showLabel: attribute(cell, 'showlabel') !== 'false',
    visible: attribute(cell, 'visible') !== 'false',
    colSpan: Number(attribute(cell, 'colspan')) || 1,
    rowSpan: Number(attribute(cell, 'rowspan')) || 1,
    control: control === null ? null : readControl(control, bindings),
  };
}

function readControl(control: Element, bindings: ReadonlyMap<string, CustomControlBinding>): FormControl {
  const parameters = child(control, 'parameters');
  const parameter = (name: string): string => child(parameters, name)?.textContent.trim() ?? '';
  const isSubgrid = attribute(control, 'indicationOfSubgrid') === 'true';
  const chart = parameter('ChartGridMode') === 'Chart' ? guid(parameter('VisualizationId')) : '';
  return {
    id: attribute(control, 'id'),
    classId: guid(attribute(control, 'classid')),
    column: attribute(control, 'datafieldname') || null,
    disabled: attribute(control, 'disabled') === 'true',
    custom: bindings.get(guid(attribute(control, 'uniqueid'))) ?? null,
    subgrid: isSubgrid
      ? {
          table: parameter('TargetEntityType'),
          viewId: guid(parameter('ViewId')),
          relationship: parameter('RelationshipName'),
          pageSize: Number(parameter('RecordsPerPage')) || 10,
          chartId: chart || null,
        }
      : null,
  };
}

/** Code components by the `uniqueid` of the control they stand in for. */
function readBindings(form: Element): Map<string, CustomControlBinding> {
  const found = new Map<string, CustomControlBinding>();
  for (const description of children(child(form, 'controlDescriptions'), 'controlDescription')) {
    const custom = children(description, 'customControl').find((at) => attribute(at, 'formFactor') === webFormFactor);
    if (custom === undefined) continue;
    const parameters = children(child(custom, 'parameters'));
    found.set(guid(attribute(description, 'forControl')), {
      name: attribute(custom, 'name'),
      dataSet: parameters.filter((at) => at.tagName === 'data-set').map((at) => attribute(at, 'name'))[0] ?? null,
      parameters: parameters
        .filter((at) => at.tagName !== 'data-set')
        .map((at) => ({
          name: at.tagName,
          value: at.textContent.trim(),
          isConstant: attribute(at, 'static') === 'true',
        })),
    });
  }
  return found;
}
