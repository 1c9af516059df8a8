import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failures } from '@pmds/bridge/domain/failures';

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'errors.md'), 'utf8');
const rows = new Map(
  page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, code = '', happened, remedy, again] = line.split('|').map((cell) => cell.trim());
      return [code.replaceAll('`', ''), { happened, remedy, again }] as const;
    }),
);

describe('the error catalogue', () => {
  it.each(Object.entries(failures))(
    'RT-18 says of %s what happened and what to do, as the service does',
    (code, text) => {
      const { happened, remedy, retryable } = text;
      expect(rows.get(code)).toEqual({ happened, remedy, again: retryable ? 'yes' : 'no' });
    },
  );

  it('RT-18 gives every code a sentence of its own and something to do', () => {
    const happened = Object.values(failures).map((text) => text.happened);
    expect(new Set(happened).size).toBe(happened.length);
    for (const { remedy } of Object.values(failures)) expect(remedy.length).toBeGreaterThan(20);
  });
});
