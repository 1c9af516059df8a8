/**
 * Takes the icons of the controls from Fluent's own: `node controls/icons.mjs`, with `--check` to compare alone. The package
 * itself would bring 17 KB into each control for what the host's Fluent does already; the paths are all that is needed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const icons = {
  account: 'Building20Regular',
  add: 'Add20Regular',
  check: 'Checkmark20Regular',
  copy: 'Copy20Regular',
  down: 'ArrowDown20Regular',
  form: 'Form20Regular',
  lead: 'PersonAdd20Regular',
  person: 'Person20Regular',
  refresh: 'ArrowClockwise20Regular',
  remove: 'Subtract20Regular',
  reset: 'ArrowReset20Regular',
  search: 'Search20Regular',
  up: 'ArrowUp20Regular',
};

const require = createRequire(import.meta.url);
const fluent = require('@fluentui/react-icons');
const { createElement } = require('react');
const { renderToStaticMarkup } = require('react-dom/server');

/** What an icon draws on a grid of 20, as its component says it. */
function pathsOf(name) {
  const drawn = fluent[name] === undefined ? '' : renderToStaticMarkup(createElement(fluent[name]));
  const paths = [...drawn.matchAll(/<path d="([^"]+)"/g)].map(([, d]) => d);
  if (paths.length === 0 || !drawn.includes('viewBox="0 0 20 20"')) throw new Error(`Fluent has no icon ${name}.`);
  return paths.join('');
}

const constants = Object.entries(icons).map(
  ([name, icon]) => `/** ${icon} */\nexport const ${name} = '${pathsOf(icon)}';\n`,
);
const text = `// Written by controls/icons.mjs from @fluentui/react-icons (Fluent UI System Icons, MIT License, Copyright (c) Microsoft).
${constants.join('')}`;
const file = path.join(import.meta.dirname, 'shared', 'generated', 'icon-paths.ts');
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write('controls/shared/generated/icon-paths.ts is out of date. Run: npm run generate\n');
  process.exitCode = 1;
}
