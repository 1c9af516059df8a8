import { isActive, isTerminal } from '@pmds/contracts/run/sync-status';
import { noticeIds } from '../notice-ids.js';
import { forgetStartProblems } from '../start-problem-notices.js';
import { serverNow, serverTime } from '../server-time.js';
import { isMoving, isSilent, readSyncRow, shownStatus, type SyncRow } from '../sync-row.js';
import { userTexts } from '../texts/texts.js';
import { type LiveStatus, liveStatus } from './live-status.js';
import { guardNotificationEmails } from './notification-emails-field.js';
import { refreshCommand } from './refresh-command.js';
import { defaultRefreshSeconds, refreshSeconds } from './refresh-seconds.js';
import { guardSelection } from './selection-guard.js';
import { showRow } from './show-row.js';
import { inUsersLanguage } from './stored-sentences.js';

export { savedAgain } from './column-guard.js';

/** Subgrids whose rows a run writes. */
const subgrids = ['Subgrid_runs', 'Subgrid_errors', 'Subgrid_warnings'];

// The scripts of a form outlive it: going from one record to the next runs onLoad again beside the old timer.
let live: LiveStatus | null = null;

/** OnLoad of the main form of Profile Management Data Sync; runs once for each record that is opened. */
export function onLoad(executionContext: Xrm.Events.EventContext): void {
  const form = executionContext.getFormContext();
  const text = userTexts();
  guardNotificationEmails(form, text);
  guardSelection(form, text);
  forgetStartProblems(form);
  let wasSilent = false;
  let intervalMs = defaultRefreshSeconds * 1000;
  void refreshSeconds().then((seconds) => (intervalMs = seconds * 1000));
  live?.stop();
  const mine = liveStatus<SyncRow>({
    read: async () => {
      const [row] = await Promise.all([readSyncRow(form.data.entity.getId()), serverTime()]);
      return inUsersLanguage(row, text);
    },
    show: (row, before) => {
      form.ui.clearFormNotification(noticeIds.live);
      showRow(form, row, text);
      const silent = isSilent(row, serverNow());
      // Start Sync queues a run while nobody answers for this one.
      if (silent !== wasSilent) refreshCommand(form);
      wasSilent = silent;
      if (before === null || !hasMoved(before, row)) return;
      // "Start accepted" has come true.
      form.ui.clearFormNotification(noticeIds.start);
      if (isActive(shownStatus(before)) !== isActive(shownStatus(row)) || isTerminal(row.status)) refreshCommand(form);
      refreshSubgrids(form);
    },
    showTrouble: (cause) => {
      const reason = cause instanceof Error ? cause.message : '';
      form.ui.setFormNotification(text('live.interrupted', reason), 'WARNING', noticeIds.live);
    },
    moving: isMoving,
    // The service takes the mark back when a list changes: a form that has been open since must not go on saying Yes.
    standing: ({ safeToSend }) => safeToSend === true,
    intervalMs: () => intervalMs,
    now: () => Date.now(),
  });
  live = mine;
  const watch = () => {
    if (live === mine && form.data.entity.getId() !== '') mine.start();
  };
  // Also after every save and after the refresh that ends Start Sync.
  form.data.addOnLoad(watch);
  watch();
}

/** A short run may have come and gone between two readings, and end as the one before it did. */
function hasMoved(before: SyncRow, row: SyncRow): boolean {
  return shownStatus(before) !== shownStatus(row) || (isTerminal(row.status) && before.run?.id !== row.run?.id);
}

function refreshSubgrids(form: Xrm.FormContext): void {
  for (const name of subgrids) {
    form.getControl<Xrm.Controls.GridControl>(name)?.refresh();
  }
}
