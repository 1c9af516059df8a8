import type { AttributeModel, RequiredLevel, SubmitMode } from '../form/attribute-model';
import type { FormModel } from '../form/form-model';
import type { AttributeValue } from '../form/values';

/** Names of `attribute.getAttributeType()` by the column's type. */
const attributeTypes: Readonly<Record<string, string>> = {
  picklist: 'optionset',
  state: 'optionset',
  status: 'optionset',
  multiselectpicklist: 'multiselectoptionset',
  owner: 'lookup',
  customer: 'lookup',
};

/**
 * A column as client scripts see it.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/attributes
 */
export function attributeApi(
  form: FormModel,
  model: AttributeModel,
  fire: (model: AttributeModel) => void,
  controls: () => unknown,
) {
  const { column } = model;
  return {
    getName: () => column.logicalName,
    getAttributeType: () => attributeTypes[column.type] ?? column.type,
    getFormat: () => column.format?.toLowerCase() ?? null,
    getValue: () => copyOf(model.value),
    setValue: (value: AttributeValue) => model.set(value),
    getInitialValue: () => copyOf(model.initial),
    getIsDirty: () => model.isDirty,
    isDirty: () => model.isDirty,
    isValid: () => true,
    getSubmitMode: () => model.submitMode,
    setSubmitMode: (mode: SubmitMode) => {
      model.submitMode = mode;
      form.changed();
    },
    getRequiredLevel: () => model.required,
    setRequiredLevel: (level: RequiredLevel) => {
      model.required = level;
      form.changed();
    },
    getMaxLength: () => column.maxLength,
    getMin: () => column.minValue,
    getMax: () => column.maxValue,
    getPrecision: () => column.precision,
    getText: () => column.options?.find((option) => option.value === Number(model.value))?.label ?? null,
    getOptions: () => (column.options ?? []).map(({ value, label }) => ({ value, text: label })),
    getOption: (value: number) => column.options?.find((option) => option.value === value) ?? null,
    getSelectedOption: () => column.options?.find((option) => option.value === Number(model.value)) ?? null,
    getUserPrivilege: () => ({ canRead: column.canRead, canUpdate: column.canUpdate, canCreate: column.canUpdate }),
    addOnChange: (handler: (context: unknown) => void) => void model.handlers.add(handler),
    removeOnChange: (handler: (context: unknown) => void) => void model.handlers.delete(handler),
    fireOnChange: () => fire(model),
    controls: controls(),
  };
}

function copyOf(value: AttributeValue): AttributeValue {
  return value instanceof Date ? new Date(value) : value;
}
