import { grantedPrivileges } from '../granted-privileges.js';
import type { Finding, SetupItem } from './item.js';

/** Whether the service sees when mailings are planned. Nothing here is changed: who may read activities is for people to say. */
export const sendOrderItem: SetupItem = {
  name: 'send order',
  async inspect({ users }) {
    const findings = users.map(async (user): Promise<Finding> => {
      const reach = (await grantedPrivileges(user)).get('prvreadactivity');
      if (reach === 'Global') {
        return { state: 'right', detail: `${user.clientId} sees when mailings are planned: the soonest goes first` };
      }
      const limits = 'reads only activities of its own and those shared with it';
      const remedy =
        'to let the sync with the soonest mailing go first, share campaign activities with it or widen Read on Activity';
      return { state: 'note', detail: `${user.clientId} ${limits}; ${remedy}` };
    });
    return Promise.all(findings);
  },
};
