import type { RowId } from '@pmds/contracts/ids';
import type { EngineEvents } from '../../ports/events.js';
import type { Storage } from '../../ports/store/storage.js';
import type { WebFormVersion } from '../../ports/store/web-forms.js';
import type { WebFormSource } from '../../ports/web-form-source.js';

interface FollowWebFormsDependencies {
  readonly storage: Pick<Storage, 'read' | 'transaction'>;
  readonly webForms: WebFormSource;
  readonly events: EngineEvents;
}

/**
 * Brings the kept web forms to what Dataverse says: those that were changed, or that other syncs prepare, are read anew;
 * those that were deleted or deactivated are forgotten. One call, and one more per 50 changed forms.
 */
export async function followWebForms(
  { storage, webForms, events }: FollowWebFormsDependencies,
  signal: AbortSignal,
): Promise<void> {
  const listed = await webForms.list(signal);
  if (listed === null) return;
  const known = new Map((await storage.read.webForms.versions()).map((form) => [form.id, form]));
  const changed = listed.filter((form) => !isSame(form, known.get(form.id)));
  const syncsOf = new Map(changed.map(({ id, syncs }) => [id, syncs]));
  const forms = changed.length === 0 ? [] : await webForms.read([...syncsOf.keys()], signal);
  const there = new Set<RowId>(listed.map(({ id }) => id));
  for (const { id } of changed) if (!forms.some((form) => form.id === id)) there.delete(id);
  const gone = [...known.keys()].filter((id) => !there.has(id));
  if (forms.length + gone.length === 0) return;
  await storage.transaction(async (unit) => {
    for (const form of forms) await unit.webForms.keep(form, syncsOf.get(form.id) ?? []);
    for (const id of gone) await unit.webForms.forget(id);
  });
  events.event('web-forms-changed', { kept: forms.length, forgotten: gone.length });
}

function isSame(listed: WebFormVersion, known: WebFormVersion | undefined): boolean {
  return known?.version === listed.version && [...known.syncs].sort().join() === [...listed.syncs].sort().join();
}
