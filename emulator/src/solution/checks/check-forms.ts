import type { Element } from '@xmldom/xmldom';
import type { Store } from '../../data/store.js';
import { parseGuid } from '../../model/guid.js';
import { importCodes, importError } from '../import-error.js';
import type { PackageContent } from '../package-content.js';
import type { ImportedForm } from '../parts/forms.js';
import { attribute, children, descendants } from '../xml.js';

/**
 * What a form points to exists: views, scripts, code components with their parameters.
 * @throws DataverseError
 */
export function checkForms(content: PackageContent, store: Store): void {
  for (const form of content.forms) {
    checkViews(form, content, store);
    checkLibraries(form, content, store);
    for (const description of descendants(form.form, 'customControl')) checkControl(form, description, content, store);
  }
}

function checkViews(form: ImportedForm, content: PackageContent, store: Store): void {
  for (const element of descendants(form.form, 'ViewId')) {
    const id = parseGuid(element.textContent?.trim() ?? '');
    const known =
      id !== null && (content.views.some((view) => view.id === id) || store.get('savedquery', id) !== undefined);
    if (!known) {
      throw importError(
        `SavedQuery With Id = ${element.textContent ?? ''} Does Not Exist. SystemForm ${form.id} of ${form.table} uses it.`,
        importCodes.missingComponent,
      );
    }
  }
}

function checkLibraries(form: ImportedForm, content: PackageContent, store: Store): void {
  for (const library of descendants(form.form, 'Library')) {
    const name = attribute(library, 'name');
    const known =
      content.webResources.some((resource) => resource.name === name) ||
      [...store.rows('webresource').byValue('name').rows(name)].length > 0;
    if (!known) {
      throw importError(
        `The web resource ${name} Does Not Exist. SystemForm ${form.id} of ${form.table} uses it.`,
        importCodes.missingComponent,
      );
    }
  }
}

/** A `customControl` with a name is a code component; one with an id is the stock control it stands in for. */
function checkControl(form: ImportedForm, description: Element, content: PackageContent, store: Store): void {
  const name = attribute(description, 'name');
  if (name === '') return;
  const control = content.controls.find((at) => at.name === name);
  if (control === undefined) {
    if ([...store.rows('customcontrol').byValue('name').rows(name)].length > 0) return;
    throw importError(
      `CustomControl with name ${name} does not exist. SystemForm ${form.id} of ${form.table} uses it.`,
      importCodes.missingComponent,
    );
  }
  for (const parameter of children(children(description, 'parameters')[0])) {
    const property = parameter.tagName === 'data-set' ? attribute(parameter, 'name') : parameter.tagName;
    if (!control.parameters.includes(property)) {
      throw importError(
        `Property ${property} is not declared in the control manifest of ${name}. SystemForm ${form.id}.`,
      );
    }
  }
}
