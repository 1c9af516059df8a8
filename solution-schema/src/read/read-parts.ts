import { baseLabel } from './labels.js';
import { allNamed, attribute, child, childrenOf, textOf, type XmlElement } from './xml.js';

/** A part of the solution with the file it stands in, for findings. */
interface Part {
  readonly file: string;
  readonly xml: XmlElement;
}

export interface Choice extends Part {
  readonly name: string;
  readonly label: string;
  readonly options: readonly ChoiceOption[];
}

interface ChoiceOption {
  readonly value: number;
  readonly label: string;
  /** Of an option that stands for a fixed code of the service the description is this code, in every language; else ''. */
  readonly code: string;
}

export interface View extends Part {
  /** Folder below `Entities/`, the schema name of the table. */
  readonly table: string;
  readonly id: string;
  readonly name: string;
  readonly queryType: string;
  readonly isDefault: boolean;
}

export interface Form extends Part {
  readonly table: string;
  readonly id: string;
}

export interface WebResource extends Part {
  readonly name: string;
  readonly id: string;
  readonly type: string;
  /** Path of the content beside the record. */
  readonly contentFile: string;
}

export interface Role extends Part {
  readonly id: string;
  readonly name: string;
  readonly privileges: readonly { readonly name: string; readonly level: string }[];
}

export interface ColumnSecurityProfile extends Part {
  readonly id: string;
  readonly name: string;
}

export function readChoice(xml: XmlElement, file: string): Choice {
  const options = childrenOf(child(xml, 'options'), 'option');
  return {
    file,
    xml,
    name: attribute(xml, 'Name'),
    label: baseLabel(xml, 'displaynames'),
    options: options.map((option) => ({
      value: Number(attribute(option, 'value')),
      label: baseLabel(option, 'labels'),
      code: baseLabel(option, 'Descriptions'),
    })),
  };
}

export function readView(document: XmlElement, file: string): View {
  const xml = child(document, 'savedquery') ?? document;
  return {
    file,
    xml,
    table: file.split('/')[1] ?? '',
    id: textOf(xml, 'savedqueryid'),
    name: baseLabel(xml, 'LocalizedNames'),
    queryType: textOf(xml, 'querytype'),
    isDefault: textOf(xml, 'isdefault') === '1',
  };
}

export function readForm(document: XmlElement, file: string): Form {
  const xml = child(document, 'systemform') ?? document;
  return { file, xml, table: file.split('/')[1] ?? '', id: textOf(xml, 'formid') };
}

export function readWebResource(xml: XmlElement, file: string): WebResource {
  return {
    file,
    xml,
    name: textOf(xml, 'Name'),
    id: textOf(xml, 'WebResourceId'),
    type: textOf(xml, 'WebResourceType'),
    contentFile: file.replace(/\.data\.xml$/, ''),
  };
}

export function readRole(xml: XmlElement, file: string): Role {
  const privileges = allNamed(xml, 'RolePrivilege');
  return {
    file,
    xml,
    id: attribute(xml, 'id'),
    name: attribute(xml, 'name'),
    privileges: privileges.map((one) => ({ name: attribute(one, 'name'), level: attribute(one, 'level') })),
  };
}

export function readColumnSecurityProfiles(xml: XmlElement, file: string): readonly ColumnSecurityProfile[] {
  return childrenOf(xml, 'FieldSecurityProfile').map((profile) => ({
    file,
    xml: profile,
    id: attribute(profile, 'fieldsecurityprofileid'),
    name: attribute(profile, 'name'),
  }));
}
