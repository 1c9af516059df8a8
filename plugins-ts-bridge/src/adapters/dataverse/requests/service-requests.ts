import { Choices, Tables } from '@pmds/contracts/generated/tables';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import { languageOfId, type LanguageName } from '@pmds/contracts/wording';
import type { RequestKind, ServiceRequest } from '../../../domain/requests/request.js';
import type { ServiceRequests, WrittenAnswer } from '../../../ports/requests.js';
import type { DataverseClient } from '../http/client.js';
import { DataverseError } from '../http/errors.js';
import { organizationLanguage } from '../mail/organization-language.js';
import { asObject, dateOf, rowsOf, textOf, type Json } from '../reporting/json.js';
import { privilegesOfUser } from '../source/access/user-rights.js';
import { mayReadRow } from './principal-access.js';
import { uploadFile } from './upload-file.js';

const { entitySetName, primaryKey, columns } = Tables.request;
const states = Choices.requestState.values;
const kinds: Readonly<Record<number, RequestKind>> = {
  [Choices.requestKind.values.exportLinks]: 'export-links',
  [Choices.requestKind.values.viewAsRecipient]: 'view-as-recipient',
  [Choices.requestKind.values.applySubmission]: 'apply-submission',
  [Choices.requestKind.values.rejectSubmission]: 'reject-submission',
  [Choices.requestKind.values.releaseLinks]: 'release-links',
};
const select = [
  primaryKey,
  columns.kind.logicalName,
  columns.targetTable.logicalName,
  columns.targetId.logicalName,
  columns.parameters.logicalName,
  columns.createdOn.logicalName,
  columns.owningUser.valueProperty,
  '_ownerid_value',
].join();
/** Rows of a look for answered ones; more are found by the next. */
const forgottenAtOnce = 500;
const call = { purpose: 'claim', flow: 'requests' } as const;

/** Rows of *Service Request*. */
export function createServiceRequests(client: DataverseClient): ServiceRequests {
  const pathOf = ({ id }: ServiceRequest): string => `${entitySetName}(${id})`;
  return {
    async waiting(limit, except, signal) {
      const others = except.map((owner) => ` and _ownerid_value ne ${owner}`).join('');
      const filter = `${columns.state.logicalName} eq ${states.waiting} and statecode eq 0${others}`;
      const order = `${columns.createdOn.logicalName} asc,${primaryKey} asc`;
      const path = `${entitySetName}?$select=${select}&$filter=${encodeURIComponent(filter)}&$orderby=${encodeURIComponent(order)}&$top=${limit}`;
      try {
        return rowsOf(await client.get(path, { ...call, signal })).flatMap(requestOf);
      } catch (error) {
        // A collection is not found only where the table is not there.
        if (error instanceof DataverseError && error.code === 'not-found') return [];
        throw error;
      }
    },

    async answer(request, answer, signal) {
      try {
        const headers = { 'if-match': request.etag };
        await client.request({ ...call, method: 'PATCH', path: pathOf(request), headers, body: rowOf(answer), signal });
        return 'answered';
      } catch (error) {
        if (error instanceof DataverseError && ['precondition', 'not-found'].includes(error.code)) return 'gone';
        throw error;
      }
    },

    async putFile(request, file, signal) {
      const etag = await uploadFile(client, { request, column: columns.file.logicalName }, file, signal);
      return etag === null ? null : { ...request, etag };
    },

    async languageOf({ owner }, signal) {
      return (
        (owner.isUser ? await userLanguage(client, owner.id, signal) : null) ?? organizationLanguage(client, signal)
      );
    },

    mayRead: ({ owner }, target, signal) => mayReadRow(client, owner, target, { ...call, signal }),

    async tablesNotReadWhole({ owner }, tables, signal) {
      // Of a team it is not asked: its members read by their own roles as well.
      if (!owner.isUser) return tables;
      const granted = await privilegesOfUser(client, owner.id, { ...call, signal });
      return tables.filter((table) => granted.get(`prvread${table}`) !== 'Global');
    },

    async forgetAnswered(before, signal) {
      const filter = `${columns.state.logicalName} ne ${states.waiting} and ${columns.answeredOn.logicalName} lt ${before.toISOString()}`;
      const path = `${entitySetName}?$select=${primaryKey}&$filter=${encodeURIComponent(filter)}&$top=${forgottenAtOnce}`;
      const rows = rowsOf(await client.get(path, { ...call, signal }));
      for (const row of rows) {
        const id = parseRowId(row[primaryKey]);
        if (!id.ok) continue;
        await client
          .request({ ...call, method: 'DELETE', path: `${entitySetName}(${id.value})`, signal })
          .catch((error: unknown) => {
            if (!(error instanceof DataverseError && error.code === 'not-found')) throw error;
          });
      }
      return rows.length;
    },
  };
}

function requestOf(row: Json): readonly ServiceRequest[] {
  const id = parseRowId(row[primaryKey]);
  const owner = parseRowId(row['_ownerid_value']);
  if (!id.ok || !owner.ok) return [];
  return [
    {
      id: id.value,
      kind: kinds[Number(row[columns.kind.logicalName])] ?? null,
      owner: { id: owner.value, isUser: row[columns.owningUser.valueProperty] === owner.value },
      targetTable: textOf(row[columns.targetTable.logicalName]),
      targetId: textOf(row[columns.targetId.logicalName]),
      parameters: textOf(row[columns.parameters.logicalName]),
      createdOn: dateOf(row[columns.createdOn.logicalName]) ?? new Date(0),
      etag: textOf(row['@odata.etag']) ?? '',
    },
  ];
}

function rowOf({ state, sentence, answer, answeredOn }: WrittenAnswer): Json {
  return {
    [columns.state.logicalName]: states[state],
    [columns.sentence.logicalName]: sentence.slice(0, columns.sentence.maxLength),
    [columns.answer.logicalName]: answer === null ? null : JSON.stringify(answer),
    [columns.answeredOn.logicalName]: answeredOn.toISOString(),
  };
}

/** `null` where the user has chosen none, or it may not be asked. */
async function userLanguage(client: DataverseClient, userId: RowId, signal: AbortSignal): Promise<LanguageName | null> {
  try {
    const path = `usersettingscollection(${userId})?$select=uilanguageid`;
    const id = asObject(await client.get(path, { ...call, signal }))['uilanguageid'];
    return typeof id === 'number' && id > 0 ? languageOfId(id) : null;
  } catch (error) {
    if (error instanceof DataverseError && error.retry === null && !error.accessLost) return null;
    throw error;
  }
}
