import { noticeIds } from '../notice-ids.js';
import { bareId } from '../sync-row.js';

/** `XrmEnum.SaveMode` of the saves that are done again once the selection has been compared. */
const saveModes = { save: 1, saveAndClose: 2, saveAndNew: 59, autoSave: 70 } as const;

let again: Promise<void> | null = null;

/** The save that goes on after a comparison; for commands, whose own save was put off for it. */
export function savedAgain(): Promise<void> | null {
  return again;
}

/** A column whose text two people may change at once. */
interface GuardedColumn {
  readonly table: string;
  readonly column: string;
  /** Both changes in one text; `null` where what is held cannot be read, so that the user's own repairs it. */
  readonly together: (base: string | null, mine: string | null, theirs: string | null) => string | null;
  /** A newer version of the product has stored the text, which this one must not store over. */
  readonly isNewer: (theirs: string | null) => boolean;
  readonly merged: string;
  readonly newer: string;
}

/**
 * Compares the text with what Dataverse holds before it is saved: a form that stood open does not know what somebody else has saved
 * meanwhile. Both changes are kept, and people are told. Two saves within the same moment are still the platform's affair.
 */
export function guardColumn(form: Xrm.FormContext, guarded: GuardedColumn): void {
  const { column } = guarded;
  const attribute = form.getAttribute<Xrm.Attributes.StringAttribute>(column);
  if (attribute === null) return;
  let base = attribute.getValue();
  let compared: { readonly value: string | null } | null = null;
  form.data.addOnLoad(() => {
    if (!attribute.getIsDirty()) base = attribute.getValue();
  });
  const compare = async (): Promise<boolean> => {
    const held = await heldBy(form, guarded);
    if (held === null || held.text === base) return true;
    if (guarded.isNewer(held.text)) {
      form.ui.setFormNotification(guarded.newer, 'ERROR', noticeIds.selection);
      return false;
    }
    const brought = guarded.together(base, attribute.getValue(), held.text);
    base = held.text;
    if (brought === null) return true;
    attribute.setValue(brought);
    form.ui.setFormNotification(guarded.merged, 'WARNING', noticeIds.selection);
    return true;
  };
  form.data.entity.addOnSave((event: Xrm.Events.SaveEventContext) => {
    const done = compared;
    compared = null;
    const args = event.getEventArgs();
    const mode: number = args.getSaveMode();
    const isNew = form.data.entity.getId() === '';
    if (isNew || !attribute.getIsDirty() || done?.value === attribute.getValue()) return;
    if (!(Object.values(saveModes) as readonly number[]).includes(mode)) return;
    args.preventDefault();
    form.ui.clearFormNotification(noticeIds.selection);
    again = compare()
      .then(async (maySave) => {
        if (!maySave) return;
        compared = { value: attribute.getValue() };
        await save(form, mode);
      })
      // The platform says why it did not save.
      .catch(() => undefined)
      .finally(() => (again = null));
  });
}

async function save(form: Xrm.FormContext, mode: number): Promise<void> {
  if (mode === saveModes.saveAndClose) form.data.entity.save('saveandclose');
  else if (mode === saveModes.saveAndNew) form.data.entity.save('saveandnew');
  else await form.data.save();
}

/** `null` when it cannot be read: the save that follows meets the same obstacle, and the platform says so. */
async function heldBy(
  form: Xrm.FormContext,
  { table, column }: GuardedColumn,
): Promise<{ readonly text: string | null } | null> {
  try {
    const id = bareId(form.data.entity.getId());
    const row = await Xrm.WebApi.retrieveRecord<Readonly<Record<string, unknown>>>(table, id, `?$select=${column}`);
    const value = row[column];
    return { text: typeof value === 'string' ? value : null };
  } catch {
    return null;
  }
}
