import { systemClock } from '../adapters/clock.js';
import type { DataverseClient } from '../adapters/dataverse/http/client.js';
import { createRecipientSource } from '../adapters/dataverse/source/recipient-source.js';
import { createCodeMailer } from '../adapters/dataverse/mail/code/code-mailer.js';
import type { LinkStore } from '../adapters/sql/link-uses/open-link-store.js';
import { createCodeSeal, newCode } from '../adapters/tokens/code-seal.js';
import { createMemberSource } from '../application/members/member-source.js';
import { boundedReads } from '../application/prefill/on-demand-reads.js';
import { RequestGate } from '../application/prefill/request-gate.js';
import { pageOrigins } from '../application/web-forms/page-origins.js';
import { consentRules } from '../domain/member/consent/consent-rules.js';
import type { OptOutFlag } from '../domain/member/settled-outcome.js';
import type { Events } from '../events.js';
import type { VerificationRouteDependencies } from '../http/verification-routes.js';
import type { IntakeStore } from '../ports/store/intake.js';
import type { ProfileReader } from '../ports/store/profiles.js';
import type { Config } from '../settings/config.js';
import { composeTokens } from './tokens.js';

/** A person waits: an on-demand read that takes longer is given up. */
const fetchTimeoutMs = 10_000;

interface PrefillParts {
  readonly config: Config;
  readonly events: Events;
  /** For people in front of a form. */
  readonly people: DataverseClient;
  readonly intake: IntakeStore;
  readonly ledger: ProfileReader;
  readonly links: LinkStore;
  readonly requests: { readonly wakeWorker: () => void };
}

/** What answers forms. @param filled Told of each form that was filled in. */
export function composePrefill(parts: PrefillParts, filled: () => void): VerificationRouteDependencies {
  const { config, events, people, intake, ledger, links, requests } = parts;
  // Links are made and checked by this machine's clock.
  const now = (): Date => systemClock.now();
  const { onDemand, prefill } = config;
  const source = createRecipientSource({ client: people, pageRows: config.pageRows });
  const reads = (optOutFlags: readonly OptOutFlag[]) =>
    boundedReads(
      createMemberSource({
        source,
        rules: consentRules(optOutFlags),
        now,
        timeZone: () => ledger.profiles.timeZone(),
      }),
      onDemand,
      now,
    );
  return {
    tokens: composeTokens(config),
    openings: ledger.openings,
    profiles: ledger.profiles,
    uses: links.uses,
    codes: links.codes,
    newCode,
    sealCode: createCodeSeal(new TextEncoder().encode(prefill.keys[0]?.secret.reveal() ?? '')),
    sendCode: createCodeMailer({
      client: people,
      mailFrom: config.mail.from,
      smtpUrl: config.mail.smtpUrl?.reveal() ?? null,
    }),
    codeRates: new RequestGate({ perPerson: 20, perForm: Infinity, perClient: 60 }, now),
    intake,
    members: reads(config.optOutFlags),
    // Who opted out is asked about that: no flag keeps him.
    preferenceMembers: reads([]),
    gate: new RequestGate(
      {
        perPerson: onDemand.perPersonPerMinute,
        perForm: onDemand.perFormPerMinute,
        perClient: onDemand.perClientPerMinute,
      },
      now,
    ),
    rates: new RequestGate(
      { perPerson: prefill.perLinkPerMinute, perForm: Infinity, perClient: prefill.perClientPerMinute },
      now,
    ),
    maxAgeMs: onDemand.maxAgeMs,
    publicColumns: prefill.publicColumns,
    defaultColumns: prefill.defaultColumns,
    origins: prefill.origins,
    pageOrigins: pageOrigins(prefill.origins, ledger.webForms, () => systemClock.steadyMs()),
    fetchTimeoutMs,
    now,
    wakeWorker: requests.wakeWorker,
    events: events.requests,
    filled,
  };
}
