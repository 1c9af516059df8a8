import * as React from 'react';
import type { FormModel } from '../../form/form-model';
import { useChanges } from '../../form/observable';
import type { ControlModel } from '../../form/control-model';
import type { LookupValue } from '../../form/values';
import { text } from '../../texts/texts';
import { localText } from './local-text';
import { plainText } from '../../server/plain-text';

/** The columns of the form's header: value above label, as the new look shows them. */
export function HeaderFields({ form }: { readonly form: FormModel }): React.ReactElement {
  return (
    <dl className="header-fields">
      {form.layout.header.map((cell) => {
        const model = cell.control === null ? undefined : form.controls.get(cell.control.id);
        return model === undefined ? null : <HeaderField key={cell.id} model={model} />;
      })}
    </dl>
  );
}

function HeaderField({ model }: { readonly model: ControlModel }): React.ReactElement | null {
  const { attribute } = model;
  useChanges(model, ...(attribute === null ? [] : [attribute]));
  if (attribute === null || !model.visible) return null;
  const { value, column } = attribute;
  const shown = Array.isArray(value)
    ? ((value[0] as LookupValue | undefined)?.name ?? '')
    : localText(column, value, plainText(value));
  const color = column.options?.find((option) => option.value === value)?.color ?? null;
  return (
    <div className="header-field">
      <dt>{model.label}</dt>
      <dd>
        {color !== null && <span className="dot" aria-hidden="true" style={{ backgroundColor: color }} />}
        {shown === '' ? text('none') : shown}
      </dd>
    </div>
  );
}
