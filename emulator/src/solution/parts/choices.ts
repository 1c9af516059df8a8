import type { Element } from '@xmldom/xmldom';
import { makeOptionSet, type Option, type OptionSet } from '../../model/choice.js';
import type { Label } from '../../model/label.js';
import { attribute, child, children, labelsAt } from '../xml.js';

/** A choice as it stands in `optionsets`, or inside a column. */
export function readOptionSet(element: Element): OptionSet {
  return makeOptionSet({
    name: attribute(element, 'Name').toLowerCase(),
    displayName: labelsAt(element, 'displaynames'),
    isCustom: true,
    options: [
      ...children(child(element, 'options'), 'option').map(readOption),
      ...children(child(element, 'states'), 'state').map(readState),
      ...children(child(element, 'statuses'), 'status').map(readStatus),
    ],
  });
}

/** The global choices of a package. */
export function readChoices(customizations: Element): OptionSet[] {
  return children(child(customizations, 'optionsets'), 'optionset').map((element) => ({
    ...readOptionSet(element),
    isGlobal: true,
  }));
}

function readOption(element: Element): Option {
  const description: Label = labelsAt(element, 'Descriptions');
  const color = attribute(element, 'Color');
  return {
    value: Number(attribute(element, 'value')),
    label: labelsAt(element, 'labels'),
    ...(Object.keys(description).length > 0 ? { description } : {}),
    ...(color === '' ? {} : { color }),
  };
}

function readState(element: Element): Option {
  const option = { value: Number(attribute(element, 'value')), label: labelsAt(element, 'labels') };
  const defaultStatus = attribute(element, 'defaultstatus');
  return defaultStatus === '' ? option : { ...option, defaultStatus: Number(defaultStatus) };
}

function readStatus(element: Element): Option {
  return {
    value: Number(attribute(element, 'value')),
    label: labelsAt(element, 'labels'),
    state: Number(attribute(element, 'state')),
  };
}
