import { attribute, textOf, type XmlElement } from './xml.js';

/** Names of `customapirequestparameter/type` by number. https://learn.microsoft.com/power-apps/developer/data-platform/custom-api-tables */
const parameterTypes = [
  'Boolean',
  'DateTime',
  'Decimal',
  'Entity',
  'EntityCollection',
  'EntityReference',
  'Float',
  'Integer',
  'Money',
  'Picklist',
  'String',
  'StringArray',
  'Guid',
] as const;

interface CustomApiParameter {
  readonly file: string;
  readonly xml: XmlElement;
  readonly uniqueName: string;
  readonly type: (typeof parameterTypes)[number] | null;
  readonly optional: boolean;
}

export interface CustomApi {
  readonly file: string;
  readonly xml: XmlElement;
  readonly uniqueName: string;
  /** Logical name; '' for a Custom API without table. */
  readonly boundTable: string;
  readonly executePrivilege: string;
  readonly parameters: readonly CustomApiParameter[];
}

export function readCustomApiParameter(xml: XmlElement, file: string): CustomApiParameter {
  return {
    file,
    xml,
    uniqueName: attribute(xml, 'uniquename'),
    type: parameterTypes[Number(textOf(xml, 'type'))] ?? null,
    optional: textOf(xml, 'isoptional') === '1',
  };
}

export function readCustomApi(xml: XmlElement, file: string, parameters: readonly CustomApiParameter[]): CustomApi {
  return {
    file,
    xml,
    uniqueName: attribute(xml, 'uniquename'),
    boundTable: textOf(xml, 'boundentitylogicalname'),
    executePrivilege: textOf(xml, 'executeprivilegename'),
    parameters,
  };
}
