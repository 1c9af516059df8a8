/** Saves what the user typed. Where that fails the platform, or the field at fault, has said why already. */
export async function saved(form: Xrm.FormContext): Promise<boolean> {
  if (!form.data.getIsDirty()) return true;
  try {
    await form.data.save();
  } catch {
    return false;
  }
  // A save that a handler prevented resolves in some hosts.
  return !form.data.getIsDirty();
}
