import type { Element } from '@xmldom/xmldom';
import { parseGuid } from '../../model/guid.js';
import type { ComponentLog } from '../component-log.js';
import { importCodes, importError } from '../import-error.js';
import { componentTypes } from '../manifest.js';
import { attribute, child, children, numberAt, textAt } from '../xml.js';
import { guidAttribute } from '../xml-guid.js';

/** Endpoints and webhook steps, for packages that ship them. A step arrives disabled: its state is not carried. */
export function applyServiceEndpoints(log: ComponentLog, customizations: Element): void {
  for (const element of children(child(customizations, 'ServiceEndpoints'), 'ServiceEndpoint')) {
    const id = guidAttribute(element, 'ServiceEndpointId');
    log.put('serviceendpoint', id, {
      name: attribute(element, 'Name'),
      contract: numberAt(element, 'Contract') ?? 8,
      authtype: numberAt(element, 'AuthType') ?? null,
      messageformat: numberAt(element, 'MessageFormat') ?? null,
      url: textAt(element, 'Url'),
    });
    log.own(componentTypes.serviceEndpoint, id);
  }
  for (const element of children(child(customizations, 'SdkMessageProcessingSteps'), 'SdkMessageProcessingStep')) {
    applyStep(log, element);
  }
}

function applyStep(log: ComponentLog, element: Element): void {
  const id = guidAttribute(element, 'SdkMessageProcessingStepId');
  const handler = parseGuid(textAt(element, 'EventHandler'));
  if (handler === null || numberAt(element, 'EventHandlerTypeCode') === undefined)
    throw importError('EventHandlerTypeCode');
  const messageId = parseGuid(textAt(element, 'SdkMessageId'));
  if (messageId === null || log.store.get('sdkmessage', messageId) === undefined) {
    throw importError(
      `sdkmessage With Id = ${textAt(element, 'SdkMessageId')} Does Not Exist`,
      importCodes.missingComponent,
    );
  }
  log.put('sdkmessageprocessingstep', id, {
    name: attribute(element, 'Name'),
    sdkmessageid: messageId,
    eventhandler: handler,
    'eventhandler@table': 'serviceendpoint',
    mode: numberAt(element, 'Mode') ?? 1,
    stage: numberAt(element, 'Stage') ?? 40,
    rank: numberAt(element, 'Rank') ?? 1,
    filteringattributes: textAt(element, 'FilteringAttributes') || null,
    statecode: 1,
    statuscode: 2,
  });
  log.own(componentTypes.step, id);
}
