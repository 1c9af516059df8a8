import { selectableTables } from '@pmds/contracts/fields/field-selection';
import { Tables } from '@pmds/contracts/generated/tables';
import type { RowId } from '@pmds/contracts/ids';
import { z } from 'zod';
import { wholeSecond } from '../../domain/links/link-terms.js';
import { plannedForm } from '../../domain/links/planned-form.js';
import type { CollectFile } from '../../ports/links/collected-file.js';
import type { LinkMaker } from '../../ports/links/link-maker.js';
import { answerFileBytes, type ServiceRequests } from '../../ports/requests.js';
import type { LinkMembers } from '../../ports/store/links/link-members.js';
import type { WebForms } from '../../ports/store/web-forms.js';
import { refuseRequest, requestHandler, type RequestHandler } from '../requests/handler.js';
import { findForm } from './find-form.js';
import { linkRecords } from './link-records.js';

interface ExportDependencies {
  readonly requests: Pick<ServiceRequests, 'mayRead' | 'tablesNotReadWhole' | 'putFile'>;
  readonly webForms: WebForms;
  readonly members: LinkMembers;
  readonly links: LinkMaker | null;
  readonly collect: CollectFile;
  /** When the send of a sync is planned to end, `null` where nobody has said. */
  readonly plannedSendEnd: (dataSyncId: RowId, signal: AbortSignal) => Promise<Date | null>;
  /** As links are made and checked, by this machine's clock. */
  readonly now: () => Date;
}

/** *Export Links*: the links of a sync's members as a file of the request. It holds names and addresses of all of them. */
export function exportLinks(dependencies: ExportDependencies): RequestHandler {
  const { requests, webForms, members, links, collect, plannedSendEnd, now } = dependencies;
  return requestHandler({
    kind: 'export-links',
    tables: [Tables.dataSync.logicalName],
    parameters: z.looseObject({ form: z.string().min(1).optional() }),
    async answer({ request, target, parameters }, signal) {
      const access = await requests.mayRead(request, target, signal);
      if (access !== 'yes') return refuseRequest(access === 'no' ? 'mayNotRead' : 'targetMissing');
      // Who does not read all people would learn of others by the file.
      const hidden = await requests.tablesNotReadWhole(request, selectableTables, signal);
      if (hidden.length > 0) return refuseRequest('readsNotAll', hidden.join(', '));
      const prepared = await webForms.preparedBy(target.id);
      const sole = prepared.length === 1 ? prepared[0] : null;
      const form = parameters.form === undefined ? sole : await findForm(webForms, parameters.form);
      if (form === null || form === undefined || form === 'ambiguous') return refuseRequest('whichForm');
      const runId = await members.runOf(target.id);
      if (runId === null) return refuseRequest('notSynced');
      if (links === null) return refuseRequest('noKey');
      const issuedAt = wholeSecond(now());
      const planned = plannedForm(form, issuedAt, await plannedSendEnd(target.id, signal));
      if (planned === null) return refuseRequest('noAddress', form.name);
      const terms = { form: planned, runId, issuedAt };
      const name = `links-${form.key}-${issuedAt.toISOString().slice(0, 10)}.csv`;
      await using file = await collect(linkRecords({ members, links }, target.id, terms), name, answerFileBytes);
      if (file.bytes > answerFileBytes) return refuseRequest('fileTooLarge');
      const row = await requests.putFile(request, file, signal);
      const answer = { file: file.name, bytes: file.bytes, expiresOn: planned.expiresOn };
      return {
        state: 'done',
        sentence: { text: 'linksReady', values: [form.name] },
        answer,
        ...(row === null ? {} : { request: row }),
      };
    },
  });
}
