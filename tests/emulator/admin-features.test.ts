import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFeatureTable } from '@pmds/emulator/features-doc';

it('docs/local-dataverse.md lists exactly the features that the code has', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'local-dataverse.md'), 'utf8');
  expect(page).toBe(withFeatureTable(page));
});
