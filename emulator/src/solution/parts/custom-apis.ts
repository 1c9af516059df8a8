import type { Element } from '@xmldom/xmldom';
import { guidOfName } from '../../model/guid.js';
import { labelText, type Label } from '../../model/label.js';
import type { ComponentLog } from '../component-log.js';
import { importError } from '../import-error.js';
import { componentTypes } from '../manifest.js';
import { partText, type PackageFile } from '../package-file.js';
import { attribute, child, flagAt, labelsAt, numberAt, parseXml, textAt } from '../xml.js';

export interface ImportedCustomApi {
  readonly uniqueName: string;
  readonly element: Element;
  readonly parameters: readonly Element[];
  readonly responses: readonly Element[];
}

/** The custom APIs of a package, which stand as files beside customizations.xml. @throws DataverseError for an `isoptional` in a response. */
export function readCustomApis(file: PackageFile): ImportedCustomApi[] {
  const paths = [...file.parts.keys()];
  return paths
    .filter((path) => /^customapis\/[^/]+\/customapi\.xml$/.test(path))
    .map((path) => {
      const folder = path.slice(0, -'customapi.xml'.length);
      const below = (kind: string): Element[] =>
        paths
          .filter((at) => at.startsWith(`${folder}${kind}/`) && at.endsWith('.xml'))
          .map((at) => parseXml(partText(file.parts, at), at));
      const element = parseXml(partText(file.parts, path), path);
      const responses = below('customapiresponseproperties');
      for (const response of responses) {
        if (child(response, 'isoptional') !== undefined) {
          throw importError(
            `The property isoptional does not exist on customapiresponseproperty ${attribute(response, 'uniquename')}.`,
          );
        }
      }
      return {
        uniqueName: attribute(element, 'uniquename'),
        element,
        parameters: below('customapirequestparameters'),
        responses,
      };
    });
}

/** Columns that cannot be changed once the custom API is there. */
const immutable = ['allowedcustomprocessingsteptype', 'bindingtype', 'boundentitylogicalname', 'isfunction'] as const;

/** @throws DataverseError when the package changes what cannot be changed after the first import. */
export function applyCustomApi(log: ComponentLog, api: ImportedCustomApi, isManaged: boolean): void {
  const { uniqueName, element } = api;
  const id = guidOfName(`customapi:${uniqueName}`);
  const bound = textAt(element, 'boundentitylogicalname') || null;
  const messageId = guidOfName(`sdkmessage:${uniqueName}`);
  const values = {
    uniquename: uniqueName,
    name: textAt(element, 'name'),
    displayname: labelText(labelsAt(element, 'displayname')),
    description: labelText(labelsAt(element, 'description')),
    allowedcustomprocessingsteptype: numberAt(element, 'allowedcustomprocessingsteptype') ?? 0,
    bindingtype: numberAt(element, 'bindingtype') ?? 0,
    boundentitylogicalname: bound,
    executeprivilegename: textAt(element, 'executeprivilegename') || null,
    isfunction: flagAt(element, 'isfunction'),
    isprivate: flagAt(element, 'isprivate'),
    workflowsdkstepenabled: flagAt(element, 'workflowsdkstepenabled'),
    sdkmessageid: messageId,
    ismanaged: isManaged,
  };
  const before = log.store.get('customapi', id);
  for (const column of immutable) {
    if (before !== undefined && (before[column] ?? null) !== values[column]) {
      throw importError(`The ${column} of the custom API ${uniqueName} cannot be changed after it was created.`);
    }
  }
  log.put('customapi', id, values);
  log.own(componentTypes.customApi, id);
  applyFields(log, 'customapirequestparameter', id, api.parameters);
  applyFields(log, 'customapiresponseproperty', id, api.responses);
  log.put('sdkmessage', messageId, { name: uniqueName, isprivate: false, customizationlevel: 1 });
  log.put('sdkmessagefilter', guidOfName(`sdkmessagefilter:${uniqueName}`), {
    sdkmessageid: messageId,
    primaryobjecttypecode: bound ?? 'none',
    iscustomprocessingstepallowed: values.allowedcustomprocessingsteptype > 0,
  });
}

function applyFields(log: ComponentLog, table: string, apiId: string, elements: readonly Element[]): void {
  for (const element of elements) {
    const uniquename = attribute(element, 'uniquename');
    const names: Label = labelsAt(element, 'displayname');
    log.put(table, guidOfName(`${table}:${apiId}:${uniquename}`), {
      uniquename,
      name: textAt(element, 'name'),
      displayname: labelText(names),
      customapiid: apiId,
      type: numberAt(element, 'type') ?? 10,
      logicalentityname: textAt(element, 'logicalentityname') || null,
      ...(table === 'customapirequestparameter' ? { isoptional: flagAt(element, 'isoptional') } : {}),
    });
  }
}
