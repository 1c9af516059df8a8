import { uninstallSolution } from '../../solution/uninstall.js';
import type { TableRule } from '../table-rules.js';

/** Deleting the row of a managed solution removes its components and their rows; of an unmanaged one, the row alone. */
export const solution: TableRule = {
  beforeDelete(unit, id) {
    uninstallSolution(unit.store, id);
  },
};
