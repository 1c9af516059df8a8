import type { Solution } from '../../read/read-solution.js';
import type { Column } from '../../read/read-table.js';
import { allNamed, child, textOf, type XmlElement } from '../../read/xml.js';
import { documentsMatching, tableNamed } from '../parts.js';

/** A main form or a dashboard: both are FormXML. */
interface FormDocument {
  readonly file: string;
  readonly xml: XmlElement;
  /** Logical name of the table, `null` for a dashboard. */
  readonly table: string | null;
}

interface Subgrid {
  readonly control: XmlElement;
  readonly target: string;
  readonly viewId: string;
  readonly relationship: string;
  readonly chartId: string;
}

export function formDocuments(solution: Solution): readonly FormDocument[] {
  const forms = solution.forms.map(({ file, xml, table }) => ({
    file,
    xml,
    table: tableNamed(solution, table)?.logicalName ?? table.toLowerCase(),
  }));
  const dashboards = documentsMatching(solution, /^Dashboards\//).map(([file, xml]) => ({ file, xml, table: null }));
  return [...forms, ...dashboards];
}

export function subgridsOf(form: FormDocument): readonly Subgrid[] {
  return allNamed(form.xml, 'control')
    .filter((control) => control.attributes.get('indicationOfSubgrid') === 'true')
    .map((control) => {
      const parameters = child(control, 'parameters');
      return {
        control,
        target: textOf(parameters, 'TargetEntityType'),
        viewId: textOf(parameters, 'ViewId'),
        relationship: textOf(parameters, 'RelationshipName'),
        chartId: textOf(parameters, 'VisualizationId'),
      };
    });
}

/** Class ids of the platform's own controls by column type, and of a whole number by its format. https://learn.microsoft.com/power-apps/developer/model-driven-apps/form-xml-schema */
const classOfType: Readonly<Record<string, string>> = {
  nvarchar: '{4273EDBD-AC1D-40D3-9FB2-095C621B552D}',
  ntext: '{E0DECE4B-6FC8-4A8F-A065-082708572369}',
  picklist: '{3EF39988-22BB-4F0B-BBBE-64B5A3748AEE}',
  status: '{5D68B988-0661-4DB2-BC3E-17598AD3BE6C}',
  bit: '{67FAC785-CD58-4F9F-ABB3-4B7DDC6ED5ED}',
  int: '{C6D124CA-7EDA-4A60-AEA9-7FB8D318B68F}',
  datetime: '{5B773807-9FB2-42DB-97C3-7A91EFF8ADFF}',
  lookup: '{270BD3DB-D9AF-4782-9025-509E298DEC0A}',
  owner: '{270BD3DB-D9AF-4782-9025-509E298DEC0A}',
};

/** Whole numbers that stand for something get its control. */
const classOfFormat: Readonly<Record<string, string>> = {
  language: '{671A9387-CA5A-4D1E-8AB7-06E39DDCF6B5}',
};

/** Class id of the platform's control for the column; undefined where the platform has none. */
export function classOfColumn({ type, format }: Pick<Column, 'type' | 'format'>): string | undefined {
  return (type === 'int' ? classOfFormat[format] : undefined) ?? classOfType[type];
}

/** Class id of a control that a code component replaces. */
export const codeComponentClass = '{F9A8A302-114E-466A-B582-6771B2AE0D92}';
