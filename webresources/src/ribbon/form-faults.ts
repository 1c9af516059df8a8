import { Tables } from '@pmds/contracts/generated/tables';
import { parseNotificationEmails } from '@pmds/contracts/start/notification-emails';
import type { Texts } from '../texts/texts.js';

const { notificationEmails } = Tables.dataSync.columns;

/** The types lack `isValid`. https://learn.microsoft.com/power-apps/developer/model-driven-apps/clientapi/reference/attributes/isvalid */
type Attribute = Xrm.Attributes.Attribute & { readonly isValid?: () => boolean };
type Control = Xrm.Controls.StandardControl;

/** A sentence for each field whose value cannot be saved, with the labels of the field and of its tab. */
export function faultsOf(form: Xrm.FormContext, text: Texts): readonly string[] {
  return attributesOf(form).flatMap((attribute) => {
    const [field, tab] = placeOf(attribute);
    const value: unknown = attribute.getValue();
    const column = attribute.getName();
    if (column === notificationEmails.logicalName && typeof value === 'string') {
      const emails = parseNotificationEmails(value);
      if (!emails.ok) return [text('save.invalid', field, tab, text('email.invalid', emails.failure.invalid))];
    }
    const empty = value === null || value === undefined || value === '';
    if (empty && attribute.getRequiredLevel() === 'required') return [text('save.required', field, tab)];
    return attribute.isValid?.() !== false ? [] : [text('save.invalid', field, tab, '').trim()];
  });
}

function attributesOf(form: Xrm.FormContext): readonly Attribute[] {
  const found: Attribute[] = [];
  form.data.entity.attributes.forEach((attribute) => found.push(attribute));
  return found;
}

/** Labels of the field and of its tab. A column may stand in the header too, which is on no tab. */
function placeOf(attribute: Attribute): readonly [field: string, tab: string] {
  const controls: Control[] = [];
  attribute.controls.forEach((control) => controls.push(control));
  const placed = controls.find((control) => tabOf(control) !== '') ?? controls[0];
  if (placed === undefined) return [attribute.getName(), '-'];
  return [placed.getLabel(), tabOf(placed) || '-'];
}

function tabOf(control: Control): string {
  // The types leave out that a control of the header has no section.
  const section = control.getParent() as Xrm.Controls.Section | null;
  return section?.getParent().getLabel() ?? '';
}
