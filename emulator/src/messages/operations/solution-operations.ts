import { importSolution } from '../../solution/import-solution.js';
import { seedMessages } from '../message-catalogue.js';
import { parameterError, type Operation } from '../operation.js';

/**
 * Imports a solution zip into the running organisation.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/importsolution
 */
const importSolutionAction: Operation = {
  name: 'ImportSolution',
  kind: 'action',
  binding: null,
  parameters: [
    'OverwriteUnmanagedCustomizations',
    'PublishWorkflows',
    'CustomizationFile',
    'ImportJobId',
    'ConvertToManaged',
    'SkipProductUpdateDependencies',
    'HoldingSolution',
  ],
  summary: 'Imports a solution zip, managed or unmanaged; there is no import job row.',
  run({ store, caller, parameters }) {
    caller.assertNamedPrivilege('prvImportCustomization');
    const file = parameters['CustomizationFile'];
    if (typeof file !== 'string') throw parameterError('CustomizationFile', 'Edm.Binary', file);
    importSolution(Buffer.from(file, 'base64'), store);
    seedMessages(store);
    return null;
  },
};

export const solutionOperations: readonly Operation[] = [importSolutionAction];
