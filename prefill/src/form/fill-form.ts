import type { PrefillResponse } from '@pmds/contracts/prefill';
import { readWebForm } from '@pmds/contracts/web-form/form-fields';
import { yesOrNoOf, type YesNoLabels } from '@pmds/contracts/web-form/yes-no';
import { codeListOf } from './code-list.js';
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
import { columnsOf, maskedText } from './described.js';
import { fieldValueOf, kindOf, textForInput, type FieldValue } from './field-value.js';
import { codedText, matchItems, type Item } from './match-items.js';
import type { Memory } from './memory.js';
import type { FieldOutcome, FieldReport } from '../report.js';

/** One control, or the boxes or radio buttons of one form that ask for the same column. */
interface Group {
  readonly field: string;
  readonly column: string | null;
  readonly value: FieldValue | null;
  /** What is shown in place of a value that stays in the service. */
  readonly masked: string | undefined;
  readonly controls: [Control, ...Control[]];
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
  const lookup = columnsOf(response);
  const groups: Group[] = [];
  for (const { element, names } of readWebForm(root)) {
    const control = element as unknown as Control;
    memory.watch(control.getRootNode());
    const columns = names.flatMap((name) => lookup(name) || []);
    const column = columns.find((name) => fieldValueOf(response, name)) || columns[0] || null;
    const same = groups.find(
      ({ column: of, controls: [first] }) =>
        isBox(control) && column && of === column && first.type === control.type && first.form === control.form,
    );
    if (same) same.controls.push(control);
    else {
      const value = column === null ? null : fieldValueOf(response, column);
      const masked = column === null ? undefined : maskedText(response, column);
      groups.push({ field: names.join(' '), column, value, masked, controls: [control] });
    }
  }
  return groups;
}

function fillGroup({ column, value, masked, controls }: Group, memory: Memory, asked: boolean): FieldOutcome {
  if (!column) return 'not-selected';
  if (!value && !masked) return 'empty';
  if (controls.some(memory.isTouched)) return 'kept';
  if (!value) return memory.hint(controls[0], masked || '');
  const was = controls.map((control) => ({ control, before: stateOf(control), of: memory.filled.get(control) }));
  if (!asked) {
    const stands = was.every(
      ({ control, before, of }) => of && of.after === before && of.tracked === isTracked(control),
    );
    if (stands) return 'filled';
    if (controls.some((control) => memory.refused.has(control))) return 'refused';
  }
  const outcome = fillControls(
    controls,
    value,
    was.some(({ of }) => of),
  );
  for (const { control, before, of } of was) {
    const after = stateOf(control);
    if (outcome === 'filled' || before !== after) {
      memory.filled.set(control, { before: of ? of.before : before, after, tracked: isTracked(control) });
    }
    if (outcome === 'refused' || (of && !asked)) memory.refused.add(control);
  }
  return outcome;
}

function fillControls(controls: readonly Control[], field: FieldValue, again: boolean): FieldOutcome {
  const [control] = controls as readonly [Control];
  const { type } = control;
  const codes = codeListOf(control);
  const coded = codedText(field, codes);
  let done: boolean;
  if (isSelect(control) || isBox(control)) {
    const options = isSelect(control) && Array.from(control.options).filter((option) => !option.matches(':disabled'));
    const items = options
      ? options.map(({ value, text }): Item => ({ value, label: text.trim() }))
      : (controls as readonly Box[]).map((box): Item => ({ value: box.getAttribute('value'), label: labelOf(box) }));
    const several = kindOf(field) === 'choices';
    const says =
      type === 'checkbox' &&
      kindOf(field) === 'yes-no' &&
      coded === null &&
      sayYesOrNo(controls as readonly Box[], items, field);
    const found = says
      ? says.flatMap((said, at) => (said === field.value ? [at] : []))
      : matchItems(items, field, codes);
    // Without a match the boxes may mean something else; where all stand for yes, none ticked says no.
    if (!found.length && !(says && says.every(Boolean) && field.value === false)) return 'no-match';
    // One of several choices alone would be half of the truth.
    if (several && found.length > 1 && !/multiple|checkbox/.test(type)) return 'no-match';
    const isWanted = (at: number) => (several || says ? found : found.slice(0, 1)).includes(at);
    done = options
      ? setOptions(
          control,
          options.flatMap(({ index }, at) => (isWanted(at) ? [index] : [])),
        )
      : (controls as readonly Box[])
          .map((box, at) => {
            // What was not chosen is not ticked; a radio button gives way by itself.
            const leave = says ? says[at] === null : type === 'radio' && !isWanted(at);
            return leave || setTicked(box, isWanted(at), again);
          })
          .every(Boolean);
  } else {
    const text = coded || textForInput(type, field);
    if (text === null) return 'no-match';
    done = setText(control, text);
  }
  return done ? 'filled' : 'refused';
}

/** What each of some boxes says. A lone one stands for yes; where there are two, each has to say itself what it stands for. */
function sayYesOrNo(
  boxes: readonly Box[],
  items: readonly Item[],
  { column }: FieldValue,
): readonly (boolean | null)[] {
  return items.map(({ value, label }) => {
    // The value of a box that says nothing but that it is ticked.
    const plain = !boxes[1] && (value === null || value === boxes[0]?.name || /^(on|x|checked|)$/i.test(value.trim()));
    const said = yesOrNoOf(plain ? null : value, label, column as YesNoLabels);
    return said === null && plain ? true : said;
  });
}

function labelOf(box: Box): string {
  const texts = Array.from(box.labels || [], (label) => label.textContent);
  return texts.join(' ').trim().replace(/\s+/g, ' ') || box.getAttribute('aria-label') || '';
}
