import * as React from 'react';
import { useChanges } from '../../form/observable';
import type { FormSection, FormTab } from '../../xml/form';
import { FormCellView, type FormSurroundings } from './FormCellView';

/** The sections of one tab, in its columns. */
export function FormTabView({ tab, ...around }: FormSurroundings & { readonly tab: FormTab }): React.ReactElement {
  return (
    <div
      className="tab-columns"
      style={{ ['--columns' as string]: tab.columns.map(({ width }) => share(width)).join(' ') }}
    >
      {tab.columns.map((column, index) => (
        <div key={index} className="tab-column">
          {column.sections.map((section) => (
            <SectionView key={section.id} section={section} {...around} />
          ))}
        </div>
      ))}
    </div>
  );
}

/** A column's width in percent as its share of the row. */
function share(width: string): string {
  return `minmax(0, ${Number.parseFloat(width) || 100}fr)`;
}

function SectionView({
  section,
  ...around
}: FormSurroundings & { readonly section: FormSection }): React.ReactElement | null {
  const part = around.form.sections.get(section.name);
  useChanges(...(part === undefined ? [] : [part]));
  if (part?.visible === false) return null;
  const columns = Math.max(1, ...section.rows.map((row) => row.reduce((sum, cell) => sum + cell.colSpan, 0)));
  const label = part?.label ?? section.label;
  return (
    <section className="form-section" aria-label={label}>
      {section.showLabel && label !== '' && <h2>{label}</h2>}
      <div className="section-cells" style={{ ['--cells' as string]: String(columns) }}>
        {section.rows.flat().map((cell) => (
          <FormCellView key={cell.id} cell={cell} {...around} />
        ))}
      </div>
    </section>
  );
}
