import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the alarm rules', () => {
  const rules = read('docs/alarms.yml');

  it('ask for numbers that the service counts', () => {
    const counted = read('plugins-ts-bridge/src/events.ts');
    const asked = new Set(rules.match(/\bpmds_[a-z_]+/g) ?? []);
    expect(asked.size).toBeGreaterThan(3);
    for (const name of asked) expect(counted).toContain(`${name}:`);
  });

  it('are each explained to whoever is woken by them', () => {
    const explained = read('docs/operations.md');
    const names = [...rules.matchAll(/alert: (\w+)/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect(explained).toContain(`\`${name ?? ''}\``);
  });
});
