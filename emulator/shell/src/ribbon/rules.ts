import type { FormModel } from '../form/form-model';
import type { PrivilegeType, TableDefinition } from '../server/types';
import { readTable } from '../server/definitions';
import { attribute, children } from '../xml/dom';
import { libraryName, type RibbonCommand, type RibbonRule } from '../xml/ribbon';
import { callFunction, loadLibrary } from '../xrm/scripts';
import { plainText } from '../server/plain-text';

/** What a command sees: where its button stands, and what is selected there. */
export interface CommandContext {
  readonly table: TableDefinition;
  readonly form: FormModel | null;
  readonly userId: string;
  readonly selectedIds: readonly string[];
  /** What `PrimaryControl` stands for: form context on a form and above its subgrids, grid context on a list. */
  readonly primaryControl: unknown;
  /** What `SelectedControl` stands for: form context on a form, else grid context. */
  readonly selectedControl: unknown;
}

/** Milliseconds after which a promise of an enable rule counts as false; the platform gives up after about as long. */
const ruleTimeoutMs = 10_000;

const depths: Readonly<Record<string, number>> = { None: 0, Basic: 1, Local: 2, Deep: 4, Global: 8 };

export async function isDisplayed(command: RibbonCommand, context: CommandContext): Promise<boolean> {
  return allHold(command.displayRules, context);
}

export async function isEnabled(command: RibbonCommand, context: CommandContext): Promise<boolean> {
  return allHold(command.enableRules, context);
}

async function allHold(rules: readonly RibbonRule[], context: CommandContext): Promise<boolean> {
  for (const rule of rules) {
    for (const condition of rule.conditions) if (!(await holds(condition, context))) return false;
  }
  return true;
}

/** @throws Error for a rule that the shell does not know: it must not pass as fulfilled */
async function holds(condition: Element, context: CommandContext): Promise<boolean> {
  const invert = attribute(condition, 'InvertResult') === 'true';
  return (await evaluate(condition, context)) !== invert;
}

async function evaluate(condition: Element, context: CommandContext): Promise<boolean> {
  switch (condition.tagName) {
    case 'FormStateRule':
      return formState(context.form) === attribute(condition, 'State');
    case 'EntityPrivilegeRule':
      return hasPrivilege(condition, context);
    case 'RecordPrivilegeRule':
      return hasRecordPrivilege(condition, context);
    case 'CustomRule':
      return custom(condition, context);
    case 'SelectionCountRule':
      return countIsWithin(condition, context.selectedIds.length);
    case 'OrRule':
      return anyHolds(condition, context);
    case 'CrmClientTypeRule':
      return attribute(condition, 'Type') === 'Web';
    case 'CrmOfflineAccessStateRule':
      return attribute(condition, 'State') === 'Online';
    case 'EntityRule':
      return attribute(condition, 'EntityName') === context.table.logicalName;
    case 'ValueRule': {
      const value = context.form?.attributes.get(attribute(condition, 'Field'))?.value;
      return plainText(value) === attribute(condition, 'Value');
    }
    default:
      throw new Error(`The app shell does not know the ribbon rule ${condition.tagName}.`);
  }
}

function formState(form: FormModel | null): string {
  if (form === null) return '';
  return form.id === null ? 'Create' : form.isReadOnly ? 'ReadOnly' : 'Existing';
}

async function hasPrivilege(condition: Element, context: CommandContext): Promise<boolean> {
  const other = attribute(condition, 'EntityName');
  const table = other === '' || other === context.table.logicalName ? context.table : await readTable(other);
  const wanted = depths[attribute(condition, 'PrivilegeDepth')] ?? 1;
  return table.privileges[attribute(condition, 'PrivilegeType') as PrivilegeType] >= Math.max(wanted, 1);
}

/** A privilege of basic depth reaches the user's own rows only. */
function hasRecordPrivilege(condition: Element, { table, form, userId }: CommandContext): boolean {
  const depth = table.privileges[attribute(condition, 'PrivilegeType') as PrivilegeType];
  if (depth === 0) return false;
  return depth > 1 || !table.isUserOwned || typeof form?.id !== 'string' || form.ownerId === userId;
}

async function custom(condition: Element, context: CommandContext): Promise<boolean> {
  await loadLibrary(libraryName(attribute(condition, 'Library')));
  const args = children(condition, 'CrmParameter').map((parameter) =>
    parameterValue(attribute(parameter, 'Value'), context),
  );
  const answer = callFunction(attribute(condition, 'FunctionName'), args);
  if (!(answer instanceof Promise)) return answer === true;
  const timeout = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ruleTimeoutMs));
  return (await Promise.race([answer as Promise<unknown>, timeout])) === true;
}

function countIsWithin(condition: Element, count: number): boolean {
  const minimum = Number(attribute(condition, 'Minimum') || 0);
  const maximum = Number(attribute(condition, 'Maximum') || Number.MAX_SAFE_INTEGER);
  return count >= minimum && count <= maximum;
}

async function anyHolds(condition: Element, context: CommandContext): Promise<boolean> {
  for (const alternative of children(condition, 'Or')) {
    const results = await Promise.all(children(alternative).map((at) => holds(at, context)));
    if (results.every(Boolean)) return true;
  }
  return false;
}

/** Values of `CrmParameter`. @throws Error for one that the shell does not supply */
export function parameterValue(name: string, context: CommandContext): unknown {
  switch (name) {
    case 'PrimaryControl':
      return context.primaryControl;
    case 'SelectedControl':
      return context.selectedControl;
    case 'PrimaryEntityTypeName':
    case 'SelectedEntityTypeName':
      return context.table.logicalName;
    case 'FirstPrimaryItemId':
      return context.form?.id ?? context.selectedIds[0] ?? null;
    case 'PrimaryItemIds':
      return context.form?.id === undefined || context.form.id === null ? context.selectedIds : [context.form.id];
    case 'SelectedControlSelectedItemIds':
      return context.selectedIds;
    case 'SelectedControlSelectedItemCount':
      return context.selectedIds.length;
    case 'UserLcid':
      return document.documentElement.lang;
    default:
      throw new Error(`The app shell does not know the command parameter ${name}.`);
  }
}
