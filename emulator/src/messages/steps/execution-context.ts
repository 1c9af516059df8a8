import { randomUUID } from 'node:crypto';
import { targetKey, type RowObject, type Value } from '../../data/value.js';
import { isChoice, isLookup, type Column } from '../../model/column.js';
import type { Model } from '../../model/model.js';
import type { Message, ParameterValue, LookupTarget } from '../../write/units/unit.js';

interface ContextFacts {
  readonly message: Message;
  readonly stepId: string;
  readonly stepName: string;
  /** 0 synchronous, 1 asynchronous. */
  readonly mode: number;
  readonly stage: number;
  readonly userId: string;
  /** Who really called, when acting on behalf of another; else the same as `userId`. */
  readonly initiatingUserId: string;
  readonly businessUnitId: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly correlationId: string;
  /** Of the system job of an asynchronous step; a synchronous step has none. */
  readonly operationId: string;
  readonly operationCreatedOn: Date;
  /** Text that the request handed to its steps. */
  readonly tag: string | null;
  /** The row of an asynchronous step as it is when the step runs; null for a synchronous one, and where the row is gone. */
  readonly primaryRow: RowObject | null;
}

const contracts = 'http://schemas.microsoft.com/xrm/2011/Contracts';
const emptyGuid = '00000000-0000-0000-0000-000000000000';

/** Over this size the platform leaves out the parameters and says so in a header. */
const fullContextBytes = 256 * 1024;

/**
 * The body of a webhook: a `RemoteExecutionContext` as the platform's serializer writes it, slashes escaped.
 * https://learn.microsoft.com/power-apps/developer/data-platform/use-webhooks
 */
export function executionContext(
  model: Model,
  facts: ContextFacts,
): { readonly text: string; readonly tooLarge: boolean } {
  const context = contextOf(model, facts, {
    ParentContext: parentContext(model, facts),
    PostEntityImages: primaryNameImage(model, facts),
    RequestId: randomUUID(),
    SharedVariables: facts.tag === null ? [] : [{ key: 'tag', value: facts.tag }],
  });
  const text = write(context);
  if (Buffer.byteLength(text) <= fullContextBytes) return { text, tooLarge: false };
  const {
    InputParameters: _in,
    ParentContext: _parent,
    PreEntityImages: _pre,
    PostEntityImages: _post,
    ...small
  } = context;
  return { text: write(small), tooLarge: true };
}

type OwnMembers = Readonly<Record<'ParentContext' | 'PostEntityImages' | 'RequestId' | 'SharedVariables', unknown>>;

/** Members in the order in which the platform's serializer writes them. */
function contextOf(model: Model, facts: ContextFacts, own: OwnMembers): ExecutionContext {
  return {
    BusinessUnitId: facts.businessUnitId,
    CorrelationId: facts.correlationId,
    Depth: 1,
    InitiatingUserAzureActiveDirectoryObjectId: emptyGuid,
    InitiatingUserId: facts.initiatingUserId,
    InputParameters: parameters(model, facts.message.input),
    IsExecutingOffline: false,
    IsInTransaction: facts.mode === 0,
    IsOfflinePlayback: false,
    IsolationMode: 1,
    MessageName: facts.message.name,
    Mode: facts.mode,
    OperationCreatedOn: jsonDate(facts.operationCreatedOn),
    OperationId: facts.operationId,
    OrganizationId: facts.organizationId,
    OrganizationName: facts.organizationName,
    OutputParameters: parameters(model, facts.message.output ?? {}),
    OwningExtension: {
      ...entityReference({ table: 'sdkmessageprocessingstep', id: facts.stepId }),
      Name: facts.stepName,
    },
    ParentContext: own.ParentContext,
    PostEntityImages: own.PostEntityImages,
    PreEntityImages: [],
    PrimaryEntityId: facts.message.id ?? emptyGuid,
    PrimaryEntityName: facts.message.table,
    RequestId: own.RequestId,
    SecondaryEntityName: 'none',
    SharedVariables: own.SharedVariables,
    Stage: facts.stage,
    UserAzureActiveDirectoryObjectId: emptyGuid,
    UserId: facts.userId,
  };
}

type ExecutionContext = Readonly<Record<string, unknown>>;

/** The main operation. */
const mainStage = 30;
const preValidation = 10;

/**
 * The main operation as the parent of what runs in its transaction or after it: its parameters as they were asked for.
 * Before the transaction there is none.
 * https://learn.microsoft.com/power-apps/developer/data-platform/use-webhooks#request-body
 */
function parentContext(model: Model, facts: ContextFacts): ExecutionContext | null {
  const { message } = facts;
  if (facts.stage <= preValidation) return null;
  const changesRow = message.name === 'Create' || message.name === 'Update';
  const input = { ...(message.asked ?? message.input), ...(changesRow ? { SuppressDuplicateDetection: false } : {}) };
  const main = { ...facts, stage: mainStage, message: { ...message, input, output: {} } };
  const changed = { __type: keyValuePair, key: message.table, value: message.name };
  return contextOf(model, main, {
    ParentContext: null,
    PostEntityImages: [],
    RequestId: null,
    SharedVariables: changesRow ? [{ key: 'ChangedEntityTypes', value: [changed] }] : [],
  });
}

const keyValuePair = 'KeyValuePairOfstringstring:#System.Collections.Generic';

/** The image that the platform takes for the name of an asynchronous step's job; it has no `__type`. */
function primaryNameImage(model: Model, { message, primaryRow }: ContextFacts): object[] {
  const table = model.findTable(message.table);
  if (table === undefined || table.primaryName === null || primaryRow === null) return [];
  const { primaryName, primaryId } = table;
  const values = { [primaryName]: primaryRow[primaryName] ?? null, [primaryId]: primaryRow[primaryId] ?? null };
  const { __type: _type, ...value } = entity(model, message.table, message.id ?? emptyGuid, values);
  return [{ key: 'AsynchronousStepPrimaryName', value }];
}

function write(context: object): string {
  return JSON.stringify(context).replaceAll('/', String.raw`\/`);
}

function parameters(model: Model, values: Readonly<Record<string, ParameterValue>>): object[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: parameter(model, value) }));
}

function parameter(model: Model, value: ParameterValue): unknown {
  if (value === null || typeof value !== 'object') return value;
  switch (value.kind) {
    case 'reference':
      return entityReference(value.reference);
    case 'references':
      return value.references.map(entityReference);
    case 'row':
      return entity(model, value.table, value.id, value.values);
    case 'rows':
      return {
        __type: `EntityCollection:${contracts}`,
        Entities: value.rows.map((row) => entity(model, row.table, row.id, row.values)),
        MoreRecords: false,
        TotalRecordCount: -1,
      };
    case 'texts':
      return value.texts;
    case 'date':
      return jsonDate(new Date(value.at));
    case 'choice':
      return optionSetValue(value.value);
    case 'guid':
      return value.id;
    case 'guids':
      return value.ids;
    case 'relationship':
      return { __type: `Relationship:${contracts}`, PrimaryEntityRole: null, SchemaName: value.schemaName };
  }
}

function entityReference({ table, id }: LookupTarget): object {
  return {
    __type: `EntityReference:${contracts}`,
    Id: id,
    KeyAttributes: [],
    LogicalName: table,
    Name: null,
    RowVersion: null,
  };
}

function entity(model: Model, table: string, id: string, values: RowObject): Readonly<Record<string, unknown>> {
  const definition = model.findTable(table);
  const attributes = Object.entries(values)
    .filter(([name]) => !name.endsWith(targetKey('')))
    .map(([key, value]) => ({ key, value: attribute(definition?.columns.get(key), value, values) }));
  return {
    __type: `Entity:${contracts}`,
    Attributes: attributes,
    EntityState: null,
    FormattedValues: [],
    Id: id,
    KeyAttributes: [],
    LogicalName: table,
    RelatedEntities: [],
    RowVersion: null,
  };
}

function attribute(column: Column | undefined, value: Value, values: RowObject): unknown {
  if (column === undefined || value === null) return value;
  if (isLookup(column)) {
    const named = values[targetKey(column.logicalName)];
    return entityReference({
      table: typeof named === 'string' ? named : (column.targets?.[0] ?? 'systemuser'),
      id: String(value),
    });
  }
  if (isChoice(column)) return optionSetValue(Number(value));
  if (column.type === 'money') return { __type: `Money:${contracts}`, Value: value };
  if (column.type === 'datetime') return jsonDate(new Date(String(value)));
  return value;
}

function optionSetValue(value: number): object {
  return { __type: `OptionSetValue:${contracts}`, Value: value };
}

function jsonDate(at: Date): string {
  return `/Date(${at.getTime()})/`;
}
