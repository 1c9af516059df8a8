import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { powerApps } from './eslint.powerapps.mjs';

/** One line of the dependency rule (docs/architecture.md): files here may not import what the patterns name. */
const forbid = (files, ...rules) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: rules.map(([what, message]) =>
          typeof what === 'string' ? { regex: what, message } : { group: what, message },
        ),
      },
    ],
  },
});

const emulatorIsApart = [
  ['@pmds/emulator', '@pmds/emulator/*', '**/emulator/**'],
  'Product code never imports the local Dataverse: it is reached over HTTP, like the real one.',
];
const contractsAlone = [
  '^@pmds/(?!contracts/)|/(plugins-ts-bridge|solution-schema|webresources|scripts|bench|contracts|prefill)/src/|/controls/',
  'Of the other packages of this repository it imports contracts alone.',
];
const composed = 'Only main.ts, and the entry of the worker thread, put the service together.';
const node = [
  ['node:*', 'better-sqlite3', 'libsql', 'kysely', 'pg', 'pg-boss', 'undici', 'fastify', 'pino', 'nodemailer', 'jose'],
  'This folder is pure: no I/O, no driver, no clock. Take what you need as an argument.',
];
const bridge = 'plugins-ts-bridge/src';
const foldersOf = (path) =>
  readdirSync(new URL(`./${path}/`, import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
const rooms = foldersOf(bridge);
const adapters = foldersOf(`${bridge}/adapters`);
/** How many folders lie below a room. */
const depths = [0, 1, 2, 3, 4, 5];
/**
 * The rule of one room, for its files at each depth: rooms that it may not know, by the way up that leads there. A folder of its
 * own that is called like a room is not meant.
 */
const room = (folder, forbidden, message, ...rules) => {
  const up = folder.split('/').length;
  return depths.map((depth) =>
    forbid(
      [`${bridge}/${folder}/${'*/'.repeat(depth)}*.ts`],
      [`^(\\.\\./){${up + depth}}(${forbidden.join('|')})/`, message],
      ...rules.map(([what, ...more]) => [typeof what === 'function' ? what(up + depth) : what, ...more]),
      emulatorIsApart,
      contractsAlone,
    ),
  );
};
const allBut = (...known) => rooms.filter((name) => !known.includes(name));

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '**/dist/**',
      'prefill/released/**',
      '**/out/**',
      '.cache/**',
      '.local/**',
      'coverage/**',
      'reports/**',
      'solution/**',
      'controls/*/*/generated/**',
      'contracts/src/generated/**',
      'tests/support/fs-stub/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        Buffer: 'readonly',
        performance: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `noPropertyAccessFromIndexSignature` asks for brackets where this rule would ask for dots.
      '@typescript-eslint/dot-notation': 'off',
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  ...powerApps,
  forbid(
    ['contracts/src/**'],
    [['@pmds/*', '../../../**', 'node:*'], 'contracts imports nothing: it runs in the browser and in Node.'],
  ),
  ...room('domain', allBut('domain'), 'domain imports contracts only.', node),
  ...room('ports', allBut('domain', 'ports'), 'A port knows the domain, and nobody who uses it.', node),
  ...room(
    'application',
    allBut('domain', 'ports', 'application'),
    'The core knows ports, not who stands behind them.',
    node,
  ),
  ...adapters.flatMap((adapter) =>
    room(
      `adapters/${adapter}`,
      allBut('domain', 'ports', 'application', 'adapters'),
      'An adapter stands behind a port, and knows the core alone.',
      [
        (up) => `^(\\.\\./){${up - 1}}(${adapters.filter((other) => other !== adapter).join('|')})/`,
        'An adapter does not know another one: what both need is a port.',
      ],
    ),
  ),
  ...['http', 'plugins'].flatMap((name) =>
    room(name, ['adapters', 'worker', 'cli', 'compose'], 'Who stands behind a port is known to compose/ alone.'),
  ),
  ...room('settings', allBut('domain', 'settings'), 'Settings are read before anything is opened.'),
  ...room('worker', ['adapters', 'cli', 'http', 'compose'], 'The worker knows ports, not who stands behind them.'),
  forbid(
    [`${bridge}/worker/worker-thread.ts`],
    ['^\\.\\./(adapters|cli|http)/', 'The worker knows ports, not who stands behind them.'],
    emulatorIsApart,
    contractsAlone,
  ),
  ...room('cli', ['compose'], composed),
  forbid(
    [`${bridge}/compose/**`],
    ['^\\.\\./main\\.js$', 'main.ts starts what compose/ puts together; nothing imports it.'],
    emulatorIsApart,
    contractsAlone,
  ),
  forbid([`${bridge}/*.ts`], ['^\\./compose/', composed], emulatorIsApart, contractsAlone),
  forbid([`${bridge}/main.ts`], emulatorIsApart, contractsAlone),
  forbid(
    ['webresources/src/**', 'controls/**', 'prefill/src/**', 'solution-schema/src/**'],
    emulatorIsApart,
    contractsAlone,
  ),
  forbid(
    ['emulator/**'],
    [
      ['@pmds/*', '**/contracts/**', '**/plugins-ts-bridge/**', '**/solution-schema/**'],
      'The local Dataverse shares no code with the product: a bug on both sides of the wire would cancel out.',
    ],
  ),
  {
    // A web page has no log but its console, and its owner looks there.
    // ES2018 has neither `?.` nor `??`: what a compiler writes in their place costs more than the page is to load.
    files: ['prefill/src/**'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      '@typescript-eslint/prefer-optional-chain': 'off',
    },
  },
  {
    files: ['tests/**/*.ts', 'tests/**/*.tsx'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
);
