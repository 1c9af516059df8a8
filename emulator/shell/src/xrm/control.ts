import type { ControlModel } from '../form/control-model';
import type { FormModel } from '../form/form-model';

/** Names of `control.getControlType()` by the stock control's class id. */
const controlTypes: Readonly<Record<string, string>> = {
  '3ef39988-22bb-4f0b-bbbe-64b5a3748aee': 'optionset',
  '67fac785-cd58-4f9f-abb3-4b7ddc6ed5ed': 'optionset',
  '270bd3db-d9af-4782-9025-509e298dec0a': 'lookup',
};

/**
 * A control as client scripts see it.
 * https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/controls
 */
export function controlApi(
  form: FormModel,
  model: ControlModel,
  getAttribute: (name: string) => unknown,
  getSection: () => unknown,
) {
  const { control } = model;
  const type =
    control.custom !== null ? `customcontrol:${control.custom.name}` : (controlTypes[control.classId] ?? 'standard');
  return {
    getName: () => model.name,
    getControlType: () => (control.subgrid !== null && control.custom === null ? 'subgrid' : type),
    getAttribute: () => (model.attribute === null ? null : getAttribute(model.attribute.column.logicalName)),
    /** The section the control stands in; null in the header. */
    getParent: getSection,
    getLabel: () => model.label,
    setLabel: (label: string) => model.change({ label }),
    getVisible: () => model.visible,
    setVisible: (visible: boolean) => model.change({ visible }),
    getDisabled: () => form.isDisabled(model),
    setDisabled: (disabled: boolean) => model.change({ disabled }),
    setFocus: () => document.getElementById(`control-${model.name}`)?.focus(),
    setNotification: (message: string, id = '') => {
      model.notify(message, id);
      return true;
    },
    addNotification: (notification: { messages: string[]; uniqueId: string }) => {
      model.notify(notification.messages.join(' '), notification.uniqueId);
      return true;
    },
    clearNotification: (id?: string) => model.clear(id),
    refresh: () => model.onRefresh?.(),
    getRelationship: () => ({ name: control.subgrid?.relationship ?? '' }),
    getEntityName: () => control.subgrid?.table ?? form.table.logicalName,
  };
}
