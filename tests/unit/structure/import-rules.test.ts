import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const bridge = 'plugins-ts-bridge/src';
const apart = 'Product code never imports the local Dataverse';
const alone = 'Of the other packages of this repository it imports contracts alone';
const pure = 'This folder is pure';
const core = 'The core knows ports';
const adapter = 'An adapter stands behind a port';
const entry = 'Only main.ts, and the entry of the worker thread';

/** A file, what it may not import, and the sentence that says so: each line of the rule in docs/architecture.md. */
const forbidden: readonly (readonly [file: string, name: string, sentence: string])[] = [
  ['contracts/src/run/x.ts', '@pmds/bridge/domain/failures', 'contracts imports nothing'],
  ['contracts/src/run/x.ts', 'node:fs', 'contracts imports nothing'],
  [`${bridge}/domain/run/x.ts`, '../../ports/clock.js', 'domain imports contracts only'],
  [`${bridge}/domain/x.ts`, '../application/run/run-context.js', 'domain imports contracts only'],
  [`${bridge}/domain/member/x.ts`, '../../adapters/sql/schema.js', 'domain imports contracts only'],
  [`${bridge}/domain/x.ts`, 'node:crypto', pure],
  [`${bridge}/ports/x.ts`, '../application/run/run-context.js', 'A port knows the domain'],
  [`${bridge}/ports/store/x.ts`, '../../adapters/sql/schema.js', 'A port knows the domain'],
  [`${bridge}/ports/x.ts`, 'pg', pure],
  [`${bridge}/application/run/x.ts`, '../../adapters/sql/schema.js', core],
  [`${bridge}/application/run/brake/x.ts`, '../../../http/server.js', core],
  [`${bridge}/application/x.ts`, '../worker/worker.js', core],
  [`${bridge}/application/x.ts`, 'undici', pure],
  [`${bridge}/adapters/sql/ledger/x.ts`, '../../../http/server.js', adapter],
  [`${bridge}/adapters/sql/x.ts`, '../../settings/config.js', adapter],
  [`${bridge}/adapters/sql/x.ts`, '../../compose/root.js', adapter],
  [`${bridge}/adapters/sql/x.ts`, '../dataverse/http/client.js', 'An adapter does not know another one'],
  [`${bridge}/adapters/dataverse/mail/x.ts`, '../../sql/schema.js', 'An adapter does not know another one'],
  [`${bridge}/adapters/work/x.ts`, '../tokens/hmac-tokens.js', 'An adapter does not know another one'],
  [`${bridge}/http/x.ts`, '../adapters/sql/schema.js', 'Who stands behind a port is known to compose/ alone'],
  [`${bridge}/http/x.ts`, '../compose/root.js', 'Who stands behind a port is known to compose/ alone'],
  [`${bridge}/plugins/x.ts`, '../adapters/sql/schema.js', 'Who stands behind a port is known to compose/ alone'],
  [`${bridge}/worker/x.ts`, '../adapters/sql/schema.js', 'The worker knows ports'],
  [`${bridge}/worker/x.ts`, '../compose/worker.js', 'The worker knows ports'],
  [`${bridge}/worker/worker-thread.ts`, '../adapters/sql/schema.js', 'The worker knows ports'],
  [`${bridge}/settings/x.ts`, '../adapters/sql/schema.js', 'Settings are read before anything is opened'],
  [`${bridge}/cli/x.ts`, '../compose/root.js', entry],
  [`${bridge}/cli/setup/x.ts`, '../../compose/root.js', entry],
  [`${bridge}/polling.ts`, './compose/root.js', entry],
  [`${bridge}/compose/x.ts`, '../main.js', 'nothing imports it'],
  [`${bridge}/compose/x.ts`, '@pmds/scripts/options', alone],
  [`${bridge}/domain/x.ts`, '@pmds/solution-schema/read/xml', alone],
  [`${bridge}/adapters/sql/x.ts`, '@pmds/emulator/model/model', apart],
  [`${bridge}/main.ts`, '@pmds/emulator/main', apart],
  ['controls/FieldsToSync/FieldsToSync/x.tsx', '@pmds/bridge/domain/failures', alone],
  ['controls/shared/x.ts', '../../plugins-ts-bridge/src/domain/failures.js', alone],
  ['controls/shared/x.ts', '@pmds/emulator/model/model', apart],
  ['webresources/src/forms/x.ts', '@pmds/bridge/domain/failures', alone],
  ['webresources/src/forms/x.ts', '../../../emulator/src/model/model.js', apart],
  ['prefill/src/x.ts', '@pmds/bridge/domain/failures', alone],
  ['emulator/src/model/x.ts', '@pmds/contracts/ids', 'The local Dataverse shares no code with the product'],
  ['emulator/shell/src/x.ts', '../../../contracts/src/ids.js', 'The local Dataverse shares no code with the product'],
];

/** The same arrows in the direction in which they point. */
const allowed: readonly (readonly [file: string, name: string])[] = [
  ['contracts/src/run/x.ts', '../ids.js'],
  [`${bridge}/domain/run/x.ts`, '@pmds/contracts/ids'],
  [`${bridge}/domain/run/x.ts`, '../failures.js'],
  [`${bridge}/ports/store/x.ts`, '../../domain/failures.js'],
  [`${bridge}/application/run/x.ts`, '../../ports/clock.js'],
  [`${bridge}/adapters/sql/ledger/x.ts`, '../../../application/run/run-traces.js'],
  [`${bridge}/adapters/sql/ledger/x.ts`, '../schema.js'],
  [`${bridge}/adapters/sql/x.ts`, 'kysely'],
  [`${bridge}/http/x.ts`, '../application/run/run-context.js'],
  [`${bridge}/worker/worker-thread.ts`, '../compose/worker.js'],
  [`${bridge}/compose/x.ts`, '../adapters/sql/schema.js'],
  [`${bridge}/main.ts`, './compose/command-list.js'],
  ['controls/FieldsToSync/FieldsToSync/x.tsx', '@pmds/contracts/ids'],
  ['controls/FieldsToSync/FieldsToSync/x.tsx', '../../shared/texts'],
  ['webresources/src/forms/x.ts', '@pmds/contracts/ids'],
  ['emulator/src/model/x.ts', '../data/table-rows.js'],
];

const texts = [...forbidden, ...allowed].map(([path, name]) => ({ path, text: `import type { X } from '${name}';\n` }));
let found: readonly (readonly string[])[] = [];
beforeAll(() => {
  const script = join(__dirname, '../../support/lint-imports.mjs');
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'NODE_OPTIONS'));
  found = JSON.parse(
    execFileSync(process.execPath, [script], { input: JSON.stringify(texts), encoding: 'utf8', env }),
  ) as typeof found;
});

describe('the import rule', () => {
  it.each(forbidden.map((rule, at) => [...rule, at] as const))(
    'lets %s not import %s: %s',
    (_file, _name, sentence, at) => {
      expect(found[at]?.join('\n')).toContain(sentence);
    },
  );

  it.each(allowed.map((rule, at) => [...rule, at] as const))('lets %s import %s', (_file, _name, at) => {
    expect(found[forbidden.length + at]).toEqual([]);
  });
});
