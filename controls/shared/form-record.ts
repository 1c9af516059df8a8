/** The record of the form around a control. */
export interface FormRecord {
  readonly table: string;
  /** Lower case, no braces. */
  readonly id: string;
}

/**
 * Which record the form shows, `null` before its first save. `contextInfo` is set by the platform's runtime although
 * the public types leave it out.
 */
export function formRecord(mode: ComponentFramework.Mode | undefined): FormRecord | null {
  const info = (
    mode as { readonly contextInfo?: { readonly entityId?: string; readonly entityTypeName?: string } } | undefined
  )?.contextInfo;
  const id = (info?.entityId ?? '').replace(/[{}]/g, '').toLowerCase();
  const table = info?.entityTypeName ?? '';
  return id === '' || /^[0-]+$/.test(id) || table === '' ? null : { table, id };
}
