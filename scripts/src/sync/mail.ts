import { setTimeout as sleep } from 'node:timers/promises';
import { askAdmin } from '../dataverse/admin.js';
import { check, type Check } from './check.js';

/** A sent e-mail as the mailbox of the local Dataverse shows it. */
interface Mail {
  readonly to: unknown;
  readonly subject: string;
  readonly html: string;
}

export async function readMailbox(adminUrl: string): Promise<readonly Mail[]> {
  return (await askAdmin(adminUrl, 'GET', 'mailbox.json')) as readonly Mail[];
}

/** The mail follows the end of the run; it is given some seconds to arrive. */
export async function checkMail(adminUrl: string, syncName: string, withinMs = 15_000): Promise<Check> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = (await readMailbox(adminUrl)).filter(({ subject }) => subject.includes(syncName)).length;
    if (found > 0 || performance.now() > deadline) return check('completion mails', 1, found);
    await sleep(100);
  }
}
