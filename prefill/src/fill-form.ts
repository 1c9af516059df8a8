import type { PrefillResponse } from '@pmds/contracts/prefill';
import { columnLookup } from '@pmds/contracts/web-form/column-lookup';
import { readWebForm } from '@pmds/contracts/web-form/form-fields';
import { yesOrNoOf } from '@pmds/contracts/web-form/yes-no';
import { codeListOf, type CodeList } from './code-list.js';
import {
  isBox,
  isSelect,
  isTracked,
  setOptions,
  setText,
  setTicked,
  stateOf,
  type Box,
  type Control,
} from './control.js';
import { fieldValueOf, textForInput, type FieldValue } from './field-value.js';
import { codedText, matchItems, type Item } from './match-items.js';
import { createMemory, type Memory } from './memory.js';
import type { FieldOutcome, FieldReport } from './report.js';

/** One control, or the boxes or radio buttons of one form that ask for the same column. */
interface Group {
  readonly field: string;
  readonly column: string | null;
  readonly value: FieldValue | null;
  readonly controls: [Control, ...Control[]];
}

/** @returns the columns that are filled in. */
export function fillForm(
  root: ParentNode,
  response: PrefillResponse,
  memory: Memory = createMemory(),
): readonly string[] {
  return filledColumns(fillFields(root, response, memory, true));
}

export function filledColumns(reports: readonly FieldReport[]): readonly string[] {
  const filled = reports.flatMap(({ column, outcome }) => (outcome === 'filled' && column !== null ? [column] : []));
  return Array.from(new Set(filled));
}

/**
 * Fills every field whose column is in the answer. What somebody has touched stays.
 * @param asked By the page; else only what is new, or what a framework has taken back since, is filled in.
 */
export function fillFields(
  root: ParentNode,
  response: PrefillResponse,
  memory: Memory,
  asked: boolean,
): readonly FieldReport[] {
  return groupsOf(root, response, memory).map((group) => {
    let outcome: FieldOutcome;
    try {
      outcome = fillGroup(group, memory, asked);
    } catch {
      // Something on the page throws where a browser would not; the other fields are filled all the same.
      outcome = 'refused';
    }
    return { field: group.field, column: group.column, outcome, element: group.controls[0] };
  });
}

function groupsOf(root: ParentNode, response: PrefillResponse, memory: Memory): readonly Group[] {
  const lookup = columnLookup(Object.keys(response.values));
  const groups: Group[] = [];
  for (const { element, names } of readWebForm(root)) {
    const control = element as unknown as Control;
    memory.watch(control.getRootNode());
    const columns = names.flatMap((name) => lookup(name) ?? []);
    const column = columns.find((name) => fieldValueOf(response, name) !== null) ?? columns[0] ?? null;
    const same = groups.find(
      (group) =>
        isBox(control) &&
        column !== null &&
        group.column === column &&
        group.controls[0].type === control.type &&
        group.controls[0].form === control.form,
    );
    if (same !== undefined) same.controls.push(control);
    else {
      const value = column === null ? null : fieldValueOf(response, column);
      groups.push({ field: names.join(' '), column, value, controls: [control] });
    }
  }
  return groups;
}

function fillGroup({ column, value, controls }: Group, memory: Memory, asked: boolean): FieldOutcome {
  if (column === null) return 'not-selected';
  if (value === null) return 'empty';
  if (controls.some((control) => memory.isTouched(control))) return 'kept';
  if (!asked) {
    const known = controls.map((control) => memory.filled.get(control));
    const stands = (control: Control, at: number) =>
      known[at]?.after === stateOf(control) && known[at].tracked === isTracked(control);
    if (controls.every(stands)) return 'filled';
    if (controls.some((control) => memory.refused.has(control))) return 'refused';
  }
  const before = controls.map(stateOf);
  const known = controls.map((control) => memory.filled.get(control));
  const outcome = fillControls(controls, value, known.some(Boolean));
  controls.forEach((control, at) => {
    const after = stateOf(control);
    if (outcome === 'filled' || before[at] !== after) {
      const first = known[at]?.before ?? before[at] ?? '';
      memory.filled.set(control, { before: first, after, tracked: isTracked(control) });
    }
    if (outcome === 'refused' || (known[at] !== undefined && !asked)) memory.refused.add(control);
  });
  return outcome;
}

function fillControls(controls: readonly Control[], field: FieldValue, again: boolean): FieldOutcome {
  const [control] = controls as readonly [Control];
  const codes = codeListOf(control);
  if (isSelect(control)) return choose(control, field, codes);
  if (isBox(control)) return tick(controls as readonly Box[], field, codes, again);
  const text = codedText(field, codes) ?? textForInput(control.type, field);
  if (text === null) return 'no-match';
  return setText(control, text) ? 'filled' : 'refused';
}

function choose(select: HTMLSelectElement, field: FieldValue, codes: CodeList): FieldOutcome {
  const open = Array.from(select.options, (option, at) => ({ option, at })).filter(
    ({ option }) => !option.matches(':disabled'),
  );
  const items = open.map(({ option }): Item => ({ value: option.value, label: option.text.trim() }));
  const found = matchItems(items, field, codes).flatMap((at) => open[at]?.at ?? []);
  // One of several choices alone would be half of the truth.
  const several = field.column?.kind === 'choices';
  if (several && !select.multiple && found.length > 1) return 'no-match';
  const wanted = several ? [...found].sort((a, b) => a - b) : found.slice(0, 1);
  if (wanted.length === 0) return 'no-match';
  return setOptions(select, wanted) ? 'filled' : 'refused';
}

function tick(boxes: readonly Box[], field: FieldValue, codes: CodeList, again: boolean): FieldOutcome {
  const items = boxes.map((box): Item => ({ value: box.getAttribute('value'), label: labelOf(box) }));
  const [box] = boxes as readonly [Box];
  if (box.type === 'radio') {
    const [at, ...more] = matchItems(items, field, codes);
    const wanted = at === undefined ? undefined : boxes[at];
    if (wanted === undefined || (more.length > 0 && field.column?.kind === 'choices')) return 'no-match';
    return setTicked(wanted, true, again) ? 'filled' : 'refused';
  }
  if (field.column?.kind === 'yes-no' && codedText(field, codes) === null) return tickYesNo(boxes, items, field, again);
  const found = matchItems(items, field, codes);
  // Without a match the boxes may mean something else; with one, what was not chosen is not ticked.
  if (found.length === 0) return 'no-match';
  return boxes.map((each, at) => setTicked(each, found.includes(at), again)).every(Boolean) ? 'filled' : 'refused';
}

/** A lone box is ticked for yes; where there are two, each has to say itself what it stands for. */
function tickYesNo(boxes: readonly Box[], items: readonly Item[], field: FieldValue, again: boolean): FieldOutcome {
  const { column, value } = field;
  if (column?.kind !== 'yes-no' || typeof value !== 'boolean') return 'no-match';
  const says = items.map((item, at) => {
    const plain = boxes.length === 1 && isPlain(item.value, boxes[at]?.name ?? '');
    return yesOrNoOf(plain ? null : item.value, item.label, column) ?? (plain || null);
  });
  const stand = boxes.map((box, at) => {
    const yes = says[at] ?? null;
    return yes === null || setTicked(box, yes === value, again);
  });
  // Where all stand for yes, none ticked says no.
  if (!says.includes(value) && !says.every(Boolean)) return 'no-match';
  return stand.every(Boolean) ? 'filled' : 'refused';
}

/** The value of a box says nothing but that it is ticked. */
const isPlain = (value: string | null, name: string): boolean =>
  value === null || value === name || /^(on|x|checked|)$/i.test(value.trim());

function labelOf(box: Box): string {
  const texts = Array.from(box.labels ?? [], (label) => label.textContent);
  const text = texts.join(' ').trim().replace(/\s+/g, ' ');
  return text === '' ? (box.getAttribute('aria-label') ?? '') : text;
}
