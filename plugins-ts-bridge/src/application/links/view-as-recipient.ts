import { selectableTables } from '@pmds/contracts/fields/field-selection';
import { z } from 'zod';
import { wholeSecond } from '../../domain/links/link-terms.js';
import type { EngineEvents } from '../../ports/events.js';
import type { LinkMaker } from '../../ports/links/link-maker.js';
import type { ServiceRequests } from '../../ports/requests.js';
import type { WebForms } from '../../ports/store/web-forms.js';
import { refuseRequest, requestHandler, type RequestHandler } from '../requests/handler.js';
import { findForm } from './find-form.js';

interface ViewDependencies {
  readonly requests: Pick<ServiceRequests, 'mayRead'>;
  readonly webForms: WebForms;
  readonly links: LinkMaker | null;
  readonly events: EngineEvents;
  /** As links are made and checked, by this machine's clock. */
  readonly now: () => Date;
}

const seconds = 60;

/** *View as this recipient*: an address that opens the form once, within a minute, as the recipient sees it. */
export function viewAsRecipient({ requests, webForms, links, events, now }: ViewDependencies): RequestHandler {
  return requestHandler({
    kind: 'view-as-recipient',
    tables: selectableTables,
    parameters: z.looseObject({ form: z.string().min(1).optional() }),
    async answer({ request, target, parameters }, signal) {
      const access = await requests.mayRead(request, target, signal);
      if (access !== 'yes') return refuseRequest(access === 'no' ? 'mayNotRead' : 'targetMissing');
      const all = await webForms.all();
      const form =
        parameters.form === undefined ? (all.length === 1 ? all[0] : null) : await findForm(webForms, parameters.form);
      if (form === null || form === undefined || form === 'ambiguous') return refuseRequest('whichForm');
      const [address] = form.addresses;
      if (address === undefined) return refuseRequest('noAddress', form.name);
      if (form.linkState === 'suspended') return refuseRequest('suspended', form.name);
      if (links === null) return refuseRequest('noKey');
      const table = selectableTables.find((known) => known === target.table) ?? 'contact';
      const issuedAt = wholeSecond(now());
      const expiresOn = new Date(issuedAt.getTime() + seconds * 1000).toISOString();
      const terms = { form: { ...form, address, maximumUses: 1, expiresOn }, runId: null, issuedAt };
      const link = links.linkOf(terms, table, target.id);
      events.event('viewed-as-recipient', { request: request.id, owner: request.owner.id, form: form.key, table });
      return {
        state: 'done',
        sentence: { text: 'viewReady', values: [seconds] },
        answer: { address: link, expiresOn },
      };
    },
  });
}
