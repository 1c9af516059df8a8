import { openForm } from '../application/prefill/prefill-recipient.js';
import { RequestGate } from '../application/prefill/request-gate.js';
import { ok } from '@pmds/contracts/result';
import type { SubmissionsRouteDependencies } from '../http/submissions-route.js';
import type { VerificationRouteDependencies } from '../http/verification-routes.js';
import type { ProfileReader } from '../ports/store/profiles.js';
import type { ResponseIntake } from '../ports/store/responses/submissions.js';
import type { Config } from '../settings/config.js';

interface SubmissionParts {
  readonly config: Config;
  readonly intake: ResponseIntake;
  readonly ledger: ProfileReader;
  /** What answers forms: a link opens the same for both. */
  readonly prefill: VerificationRouteDependencies;
}

/** What takes submits. */
export function composeSubmissions({ config, intake, ledger, prefill }: SubmissionParts): SubmissionsRouteDependencies {
  const { now, wakeWorker, events, pageOrigins, rates } = prefill;
  const { perPersonPerMinute, perFormPerMinute, perClientPerMinute, leastElapsedMs } = config.responses;
  return {
    async open(token) {
      const opened = await openForm(token, prefill);
      if (!opened.ok) return opened;
      const { link, opening } = opened.value;
      return ok({ table: link.table, id: link.id, form: opening.form });
    },
    gate: new RequestGate(
      { perPerson: perPersonPerMinute, perForm: perFormPerMinute, perClient: perClientPerMinute },
      now,
    ),
    intake,
    submissions: ledger.submissions,
    now,
    wakeWorker,
    leastElapsedMs,
    pageOrigins,
    rates,
    events,
  };
}
