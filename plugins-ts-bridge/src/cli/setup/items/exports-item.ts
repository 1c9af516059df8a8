import type { SetupItem } from './item.js';

/** Whether the places that syncs may deliver to take anything. */
export const exportsItem: SetupItem = {
  name: 'exports',
  async inspect({ destinations }) {
    if (destinations.length === 0) {
      return [{ state: 'note', detail: 'no folder (PMDS_EXPORT_FOLDER), so no sync may export a CSV file' }];
    }
    const problems = (await Promise.all(destinations.map((destination) => destination.check({ lists: [] })))).flat();
    if (problems.length > 0) return problems.map((detail) => ({ state: 'wrong', detail }));
    return [{ state: 'right', detail: 'the folder for CSV files can be written to' }];
  },
};
