import { CustomApis } from '../generated/custom-apis.js';
import { parseRowId, parseSyncRunId, type RowId, type SyncRunId } from '../ids.js';
import { ok, refused, type Result } from '../result.js';
import type { ContextFailure, MessageContext } from './sync-request.js';

/** What a call of `pmds_StartSync` asked for besides the sync and the id of its run. */
export interface StartParameters {
  /** The stopped run whose numbers a person has seen and confirmed. */
  readonly confirm?: SyncRunId;
  /** Limits the run to some lists of the sync. */
  readonly listIds?: readonly RowId[];
  /** Value of the choice `pmds_runtype`. */
  readonly runType?: number;
  /** Value of the choice `pmds_trigger`. */
  readonly trigger?: number;
  /** The platform left the parameters out: the call is over 256 KB. */
  readonly stripped?: true;
}

const names = CustomApis.startSync.parameters;

/**
 * The optional parameters of a start; `null` when it named none.
 * @returns a refusal where a value has another type than the Custom API defines; Dataverse lets none such through.
 */
export function startParametersOf(context: MessageContext): Result<StartParameters | null, ContextFailure> {
  if (context.isStripped) return ok({ stripped: true });
  const { parameters } = context;
  const refuse = (name: string, expected: string) => refused({ field: `InputParameters.${name}`, expected });
  let asked: StartParameters = {};
  const confirm = parameters[names.confirm.name];
  if (confirm !== undefined) {
    const runId = parseSyncRunId(confirm);
    if (!runId.ok) return refuse(names.confirm.name, 'a GUID or nothing');
    asked = { ...asked, confirm: runId.value };
  }
  const listIds = parameters[names.listIds.name];
  if (listIds !== undefined) {
    const parsed = Array.isArray(listIds) ? (listIds as readonly string[]).map(parseRowId) : null;
    const ids = parsed?.flatMap((id) => (id.ok ? [id.value] : []));
    if (ids === undefined || ids.length < (parsed?.length ?? 0)) return refuse(names.listIds.name, 'an array of GUIDs');
    asked = { ...asked, listIds: [...new Set(ids)] };
  }
  for (const [key, { name }] of [
    ['runType', names.runType],
    ['trigger', names.trigger],
  ] as const) {
    const value = parameters[name];
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isInteger(value)) return refuse(name, 'a whole number or nothing');
    asked = { ...asked, [key]: value };
  }
  return ok(Object.keys(asked).length === 0 ? null : asked);
}

/** What stands against a start for what it asked for. The form asks for nothing of the kind, so no form has words for it. */
export interface ParameterProblem {
  readonly code: 'PARAMETER_UNSUPPORTED' | 'PARAMETERS_STRIPPED' | 'LISTS_NOT_NAMED' | 'LIST_NOT_OF_SYNC';
  /** What is wrong and what to do, for the row and the Trace. */
  readonly sentence: string;
}

/**
 * What a start asked for that the service cannot do: it is refused on the row, since doing less would go unnoticed.
 * @param lists Marketing lists of the sync.
 */
export function parameterProblems(
  asked: StartParameters | undefined,
  lists: readonly RowId[],
): readonly ParameterProblem[] {
  if (asked === undefined) return [];
  const unsupported = [
    ...(asked.runType === undefined ? [] : [names.runType.name]),
    ...(asked.trigger === undefined ? [] : [names.trigger.name]),
  ];
  const problems: ParameterProblem[] = unsupported.map((name) => ({
    code: 'PARAMETER_UNSUPPORTED',
    sentence: `The start names "${name}", which this version of the service does not carry out. Leave ${name} out and start again.`,
  }));
  if (asked.stripped === true) {
    const sentence =
      'Dataverse left the parameters of the start out, because the call is over 256 KB. Start again with fewer of them.';
    problems.push({ code: 'PARAMETERS_STRIPPED', sentence });
  }
  return [...problems, ...listProblems(asked.listIds, lists)];
}

/** Ids that one sentence names. */
const mostNamed = 5;

function listProblems(named: readonly RowId[] | undefined, lists: readonly RowId[]): readonly ParameterProblem[] {
  if (named === undefined) return [];
  const name = names.listIds.name;
  if (named.length === 0) {
    const sentence = `The start names no marketing list under "${name}". Name the lists that the run is to cover, or leave ${name} out for all of them, and start again.`;
    return [{ code: 'LISTS_NOT_NAMED', sentence }];
  }
  const strangers = named.filter((id) => !lists.includes(id));
  if (strangers.length === 0) return [];
  const more = strangers.length > mostNamed ? ` and ${strangers.length - mostNamed} more` : '';
  const ids = `${strangers.slice(0, mostNamed).join(', ')}${more}`;
  const sentence = `The start names "${ids}" under ${name}, which is no marketing list of this sync. Name lists of the sync, or leave ${name} out for all of them, and start again.`;
  return [{ code: 'LIST_NOT_OF_SYNC', sentence }];
}
