import { skewSentence } from '../../../domain/clock-skew.js';
import type { SetupItem } from './item.js';

/** Whether this machine's clock agrees with Dataverse's. Every answer before has told what time it is there. */
export const clockItem: SetupItem = {
  name: 'clock',
  inspect({ client }) {
    const { skewMs } = client.serverClock;
    if (skewMs === null) {
      return Promise.resolve([{ state: 'note', detail: 'the answers of Dataverse do not say what time it is there' }]);
    }
    const sentence = skewSentence(skewMs);
    if (sentence !== null) return Promise.resolve([{ state: 'wrong', detail: sentence }]);
    return Promise.resolve([{ state: 'right', detail: 'it agrees with the clock of Dataverse' }]);
  },
};
