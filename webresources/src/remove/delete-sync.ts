/**
 * Commands of the script `pmds_/js/delete-sync.js`, as the command bars name them: `Pmds.Remove.…`. They stand in the place of the
 * platform's own Delete, which does not know what a run is.
 */
import { Tables } from '@pmds/contracts/generated/tables';
import { readSyncs, type RemovableSync } from './read-syncs.js';
import { removeText } from './texts.js';

const { logicalName } = Tables.dataSync;
/** Names that a question tells; of more there is a count. */
const mostNames = 3;

let removing = false;

/** Command Delete of the form: asks, deletes and goes to the list. Never rejects. */
export function remove(form: Xrm.FormContext): Promise<void> {
  return once(async () => {
    const deleted = await askAndDelete([form.data.entity.getId()]);
    if (deleted === 0) return;
    // What was typed went with the row: nobody is to be asked whether to keep it.
    form.data.entity.attributes.forEach((attribute) => attribute.setSubmitMode('never'));
    await Xrm.Navigation.navigateTo({ pageType: 'entitylist', entityName: logicalName });
  });
}

/** Command Delete of a list: asks once for all that are selected and deletes them. Never rejects. */
export function removeSelected(grid: Pick<Xrm.Controls.GridControl, 'refresh'>, ids: readonly string[]): Promise<void> {
  return once(async () => {
    if ((await askAndDelete(ids)) > 0) grid.refresh();
  });
}

/** A second press while the first is being worked on does nothing. */
async function once(work: () => Promise<void>): Promise<void> {
  if (removing) return;
  removing = true;
  try {
    await work();
  } catch (cause) {
    await Xrm.Navigation.openErrorDialog({ message: messageOf(cause) });
  } finally {
    removing = false;
  }
}

/** @returns how many were deleted. */
async function askAndDelete(ids: readonly string[]): Promise<number> {
  const syncs = await readSyncs(ids);
  const running = syncs.filter((sync) => sync.running);
  const [first] = syncs;
  if (first === undefined) return 0;
  const { confirmed } = await Xrm.Navigation.openConfirmDialog({
    title: removeText('title'),
    text: [
      syncs.length === 1 ? removeText('one', first.name) : removeText('several', syncs.length),
      ...(running.length === 0 ? [] : [removeText('running', namesOf(running))]),
      removeText('meaning'),
    ].join('\n'),
    confirmButtonLabel: removeText(running.length === 0 ? 'confirm' : 'confirmRunning'),
    cancelButtonLabel: removeText('cancel'),
  });
  if (!confirmed) return 0;
  const failed: RemovableSync[] = [];
  let cause: unknown = null;
  for (const sync of syncs) {
    try {
      await Xrm.WebApi.deleteRecord(logicalName, sync.id);
    } catch (error) {
      failed.push(sync);
      cause = error;
    }
  }
  if (failed.length > 0) {
    await Xrm.Navigation.openErrorDialog({ message: removeText('failed', namesOf(failed), messageOf(cause)) });
  }
  return syncs.length - failed.length;
}

function namesOf(syncs: readonly RemovableSync[]): string {
  const names = syncs
    .slice(0, mostNames)
    .map(({ name }) => name)
    .join(', ');
  return syncs.length <= mostNames ? names : removeText('more', names, syncs.length - mostNames);
}

/** `Xrm.WebApi` rejects with `{ errorCode, message }`, in some hosts with an `Error`. */
function messageOf(cause: unknown): string {
  const { message } = (typeof cause === 'object' && cause !== null ? cause : {}) as { readonly message?: unknown };
  return typeof message === 'string' && message !== '' ? message : String(cause);
}
