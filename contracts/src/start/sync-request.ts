import { parseRowId, parseSyncRunId, type RowId, type SyncRunId } from '../ids.js';
import { ok, refused, type Result } from '../result.js';
import { targetOf, targetsOf, type MessageTarget } from './message-targets.js';

/** What a webhook of Dataverse says: which message ran on which row, on whose behalf. */
export interface MessageContext {
  /** Unique name of the Custom API or message, for example `pmds_StartSync`. */
  readonly message: string;
  readonly table: string;
  readonly rowId: RowId;
  /** The rows it is about: one, or those of `Targets`; none where the platform took the parameters away. */
  readonly targets: readonly MessageTarget[];
  readonly initiatingUserId: RowId | null;
  readonly correlationId: string | null;
  readonly operationId: string | null;
  /** Input parameters other than `Target` and `Targets` whose value is text, a number, a boolean or several texts, by name. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** The platform took the parameters away: the body was over 256 KB. */
  readonly isStripped: boolean;
}

type ParameterValue = string | number | boolean | readonly string[];

/** The field that stopped the parser, as a path, and what was expected there. */
export interface ContextFailure {
  readonly field: string;
  readonly expected: string;
  /** Where there is more to say than what was expected: what is wrong and what to do. */
  readonly sentence?: string;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isParameter = (value: unknown): value is ParameterValue =>
  ['string', 'number', 'boolean'].includes(typeof value) ||
  (Array.isArray(value) && value.every((text) => typeof text === 'string'));

/**
 * Reads a posted `RemoteExecutionContext`. The row comes from `Target` (an entity reference, or an entity on Create) or the
 * first of `Targets`, else from `PrimaryEntityId`, which is all that is left when a body over 256 KB lost its parameters.
 * https://learn.microsoft.com/power-apps/developer/data-platform/use-webhooks
 */
export function parseMessageContext(body: unknown): Result<MessageContext, ContextFailure> {
  if (!isObject(body)) return refused({ field: '(body)', expected: 'an object: the execution context as JSON' });
  const message = body['MessageName'];
  if (typeof message !== 'string' || message === '')
    return refused({ field: 'MessageName', expected: 'the name of the message' });
  const input = body['InputParameters'] ?? [];
  if (!Array.isArray(input)) return refused({ field: 'InputParameters', expected: 'an array of {key, value}' });
  const primary = body['PrimaryEntityName'];
  const parameters: Record<string, ParameterValue> = {};
  let targets: readonly MessageTarget[] = [];
  for (const [index, entry] of (input as readonly unknown[]).entries()) {
    if (!isObject(entry) || typeof entry['key'] !== 'string') {
      return refused({ field: `InputParameters[${String(index)}]`, expected: 'an object with key and value' });
    }
    const { key, value } = entry as { readonly key: string; readonly value: unknown };
    if (key === 'Target' && isObject(value)) {
      const target = targetOf(value, 'InputParameters.Target', primary);
      if (!target.ok) return target;
      targets = [target.value];
    } else if (key === 'Targets') {
      const several = targetsOf(value, primary);
      if (!several.ok) return several;
      targets = several.value;
    } else if (isParameter(value)) parameters[key] = value;
  }
  const table = targets[0]?.table ?? primary;
  if (typeof table !== 'string' || table === '')
    return refused({ field: 'PrimaryEntityName', expected: 'the logical name of a table' });
  const rowId = parseRowId(targets[0]?.id ?? body['PrimaryEntityId']);
  if (!rowId.ok) return refused({ field: 'PrimaryEntityId', expected: 'a GUID' });
  const user = parseRowId(body['InitiatingUserId']);
  return ok({
    message,
    table,
    rowId: rowId.value,
    targets,
    initiatingUserId: user.ok ? user.value : null,
    correlationId: textOf(body['CorrelationId']),
    operationId: textOf(body['OperationId']),
    parameters,
    isStripped: body['InputParameters'] === undefined,
  });
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The run id that the button minted, `null` when the call came without one. */
export function runIdOf(context: MessageContext): Result<SyncRunId | null, ContextFailure> {
  const raw = context.parameters['RunId'];
  if (raw === undefined || raw === '') return ok(null);
  const runId = parseSyncRunId(raw);
  return runId.ok ? runId : refused({ field: 'InputParameters.RunId', expected: 'a GUID or nothing' });
}

/**
 * The Trace rows to which a retry is limited, without repeats; `null` when all members that failed are meant.
 * @returns a refusal where the platform took the parameters away, since all would be retried then instead of some.
 */
export function traceIdsOf(context: MessageContext): Result<readonly RowId[] | null, ContextFailure> {
  const field = 'InputParameters.TraceIds';
  if (context.isStripped) {
    const sentence = 'Dataverse left the parameters out, because the call is over 256 KB. Name fewer Error Traces.';
    return refused({ field, expected: 'present', sentence });
  }
  const raw = context.parameters['TraceIds'];
  if (raw === undefined) return ok(null);
  const parsed = Array.isArray(raw) ? (raw as readonly string[]).map(parseRowId) : [];
  const ids = parsed.flatMap((id) => (id.ok ? [id.value] : []));
  if (!Array.isArray(raw) || ids.length < parsed.length) return refused({ field, expected: 'an array of GUIDs' });
  return ok([...new Set(ids)]);
}
