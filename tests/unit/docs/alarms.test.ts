import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMetrics } from '@pmds/bridge/metrics';

const root = join(__dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the alarm rules', () => {
  const rules = read('docs/alarms.yml');

  it('ask for numbers that the service counts', async () => {
    const counted = await createMetrics().registry.metrics();
    const asked = new Set(rules.match(/\bpmds_[a-z_]+/g) ?? []);
    expect(asked.size).toBeGreaterThan(3);
    for (const name of asked) expect(counted).toContain(`# TYPE ${name} `);
  });

  it('are each explained to whoever is woken by them', () => {
    const explained = read('docs/operations.md');
    const names = [...rules.matchAll(/alert: (\w+)/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect(explained).toContain(`\`${name ?? ''}\``);
  });
});
