import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ESLint } from 'eslint';
import { builtBundles } from '../../eslint.powerapps.mjs';

const root = path.join(__dirname, '..', '..');
const refreshRibbon = '@microsoft/power-apps/avoid-ui-refreshribbon';

const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  allowInlineConfig: false,
  ignore: false,
  overrideConfig: builtBundles(['**/*.js']),
});

/** Findings of the Solution Checker's script rules in a text, as rule ids; syntax it cannot parse is a finding too. */
async function findings(text: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(text, { filePath: path.join(root, 'bundle.js') });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

// Built by `npm run build`, which `npm test` runs first: what is checked is what ships.
it.each([
  ['controls/FieldsToSync/out/controls/FieldsToSync/bundle.js', []],
  ['controls/MarketingLists/out/controls/MarketingLists/bundle.js', []],
  ['webresources/dist/pmds_/js/data-sync-form.js', [refreshRibbon]],
  ['webresources/dist/pmds_/js/delete-sync.js', []],
  ['webresources/dist/pmds_/js/error-trace-form.js', []],
  ['webresources/dist/pmds_/js/start-sync.js', [refreshRibbon]],
  ['webresources/dist/pmds_/js/web-form-form.js', []],
])('%s has the findings %j and no other', async (file, expected) => {
  expect(await findings(readFileSync(path.join(root, file), 'utf8'))).toEqual(expected);
});

it.each([
  ['var url = Xrm.Page.context.getClientUrl();', '@microsoft/power-apps/use-global-context'],
  ['var r = new XMLHttpRequest(); r.open("GET", "/api/data", false);', '@microsoft/power-apps/use-async'],
  ['eval("1");', 'no-eval'],
  ['console.log("here");', 'no-console'],
  ['alert("here");', 'no-alert'],
  ['document.createElement("p").innerHTML = "x";', 'no-restricted-properties'],
  ['/* eslint-disable */ debugger;', 'no-debugger'],
])('finds %s', async (text, rule) => {
  expect(await findings(text)).toContain(rule);
});

it('finds syntax newer than ES2018', async () => {
  expect((await findings('var a = b?.c;')).join()).toMatch(/Parsing error/);
});

it('has no inline exception in the sources of controls and web resources', () => {
  const sources = ['controls', 'webresources/src'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules'))
      .map((file) => path.join(root, folder, file)),
  );
  expect(sources.length).toBeGreaterThan(30);
  const excepted = sources.filter((file) =>
    /eslint-disable|@ts-(ignore|expect-error)/.test(readFileSync(file, 'utf8')),
  );
  expect(excepted).toEqual([]);
});
