import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { powerApps } from './eslint.powerapps.mjs';

/** One line of the dependency rule (docs/architecture.md): files here may not import what the patterns name. */
const forbid = (files, ...rules) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: rules.map(([group, message]) => ({ group: [group].flat(), message })) },
    ],
  },
});

const emulatorIsApart = [
  ['@pmds/emulator', '@pmds/emulator/*', '**/emulator/**'],
  'Product code never imports the local Dataverse: it is reached over HTTP, like the real one.',
];
const node = [
  ['node:*', 'better-sqlite3', 'libsql', 'kysely', 'pg', 'pg-boss', 'undici', 'fastify', 'pino', 'nodemailer', 'jose'],
  'This folder is pure: no I/O, no driver, no clock. Take what you need as an argument.',
];
const bridge = 'plugins-ts-bridge/src';

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '**/dist/**',
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
    [['@pmds/*', '../../**', 'node:*'], 'contracts imports nothing: it runs in the browser and in Node.'],
  ),
  forbid(
    [`${bridge}/domain/**`],
    node,
    [
      ['../ports/*', '../application/*', '../adapters/**', '../http/*', '../worker/*', '../cli/*', '../plugins/*'],
      'domain imports contracts only.',
    ],
    emulatorIsApart,
  ),
  forbid(
    [`${bridge}/ports/**`, `${bridge}/application/**`],
    node,
    [
      [
        '../adapters/**',
        '../http/*',
        '../worker/*',
        '../cli/*',
        '../plugins/*',
        '../compose.js',
        '../main.js',
        '../config.js',
      ],
      'The core knows ports, not who stands behind them.',
    ],
    emulatorIsApart,
  ),
  forbid(
    [`${bridge}/adapters/**`, `${bridge}/http/**`, `${bridge}/worker/**`, `${bridge}/plugins/**`],
    [['**/compose.js', '**/main.js'], 'Only main.ts imports the composition root.'],
    emulatorIsApart,
  ),
  forbid(
    [
      `${bridge}/*.ts`,
      `${bridge}/cli/**`,
      'webresources/src/**',
      'controls/**',
      'prefill/src/**',
      'solution-schema/src/**',
    ],
    emulatorIsApart,
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
    files: ['prefill/src/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['tests/**/*.ts', 'tests/**/*.tsx'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
);
