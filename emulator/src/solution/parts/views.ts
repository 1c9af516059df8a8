import type { Element } from '@xmldom/xmldom';
import { labelText } from '../../model/label.js';
import type { ComponentLog } from '../component-log.js';
import { componentTypes } from '../manifest.js';
import { child, children, flagAt, innerXml, labelsAt, numberAt, textAt } from '../xml.js';
import { guidAt } from '../xml-guid.js';
import type { ImportedTable } from './tables.js';

/** A view as the package brings it; its XML is kept as text, the way `savedquery` keeps it. */
export interface ImportedView {
  readonly id: string;
  readonly table: string;
  readonly element: Element;
}

export function readViews(tables: readonly ImportedTable[]): ImportedView[] {
  return tables.flatMap((table) =>
    children(child(table.element, 'SavedQueries', 'savedqueries'), 'savedquery').map((element) => ({
      id: guidAt(element, 'savedqueryid'),
      table: table.logicalName,
      element,
    })),
  );
}

export function applyView(log: ComponentLog, view: ImportedView, isManaged: boolean): void {
  const { id, element } = view;
  const names = labelsAt(element, 'LocalizedNames');
  log.put('savedquery', id, {
    name: labelText(names),
    description: labelText(labelsAt(element, 'Descriptions')),
    returnedtypecode: view.table,
    querytype: numberAt(element, 'querytype') ?? 0,
    isdefault: flagAt(element, 'isdefault'),
    isquickfindquery: flagAt(element, 'isquickfindquery'),
    isprivate: flagAt(element, 'isprivate'),
    iscustom: true,
    ismanaged: isManaged,
    fetchxml: innerXml(child(element, 'fetchxml')),
    layoutxml: innerXml(child(element, 'layoutxml')),
    columnsetxml: textAt(element, 'columnsetxml') || null,
    statecode: 0,
    statuscode: 1,
  });
  log.putLabels(id, 'name', names);
  log.own(componentTypes.view, id);
}

/** Charts stand beside the views of their table. */
export function applyCharts(log: ComponentLog, table: ImportedTable): void {
  for (const element of children(child(table.element, 'Visualizations'), 'visualization')) {
    const id = guidAt(element, 'savedqueryvisualizationid');
    const names = labelsAt(element, 'LocalizedNames');
    log.put('savedqueryvisualization', id, {
      name: labelText(names) || textAt(element, 'name'),
      primaryentitytypecode: table.logicalName,
      datadescription: innerXml(child(element, 'datadescription')),
      presentationdescription: innerXml(child(element, 'presentationdescription')),
      isdefault: flagAt(element, 'isdefault'),
    });
    log.putLabels(id, 'name', names);
    log.own(componentTypes.chart, id);
  }
}
