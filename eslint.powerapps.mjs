import plugin from '@microsoft/eslint-plugin-power-apps';

const name = '@microsoft/power-apps';

// The checker's hosted set calls most of these warnings; here a warning is a failure.
const hosted = Object.keys(plugin.configs.paCheckerHosted.rules);
const added = [
  `${name}/avoid-ui-refreshribbon`,
  `${name}/use-getsecurityroleprivilegesinfo`,
  `${name}/use-appsidepane-api`,
  `${name}/avoid-loadtheme`,
];
const asErrors = (rules) => Object.fromEntries(rules.map((rule) => [rule, 'error']));

/** What Solution Checker asks of any script, beside its own rules: nothing evaluated, nothing left from debugging. */
const languageRules = {
  'no-alert': 'error',
  'no-console': 'error',
  'no-debugger': 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-script-url': 'error',
  'no-with': 'error',
  'no-restricted-properties': [
    'error',
    { property: 'innerHTML', message: 'Build elements or set textContent: markup from data is how scripts get in.' },
    { property: 'outerHTML', message: 'Build elements or set textContent: markup from data is how scripts get in.' },
  ],
};

const settings = { isPowerAppsCheckerHosted: false };
const plugins = { [name]: plugin };

/** Rules for the sources of controls and web resources; part of the configuration at the root. */
export const powerApps = [
  {
    files: ['controls/**/*.ts', 'controls/**/*.tsx', 'webresources/src/**/*.ts'],
    plugins,
    settings,
    rules: { ...asErrors([...hosted, ...added]), ...languageRules, eqeqeq: ['error', 'always'] },
  },
  {
    // The ribbon knows nothing of a status that arrived by polling; pcf-and-client.md section 8 says when a refresh is due.
    // Never in onLoad, never in an enable rule: these two files call it once each.
    files: ['webresources/src/forms/refresh-command.ts'],
    rules: { [`${name}/avoid-ui-refreshribbon`]: 'off' },
  },
  {
    files: ['controls/*.mjs', 'webresources/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
    rules: { 'no-console': 'off' },
  },
];

/**
 * Rules for built files, which are checked as they ship (`ESLint` with `overrideConfig` and inline configuration off).
 * Loose comparisons are missing here: the minifier writes some of its own.
 * @param {readonly string[]} files Patterns of the built files.
 */
export const builtBundles = (files) => [
  {
    files,
    plugins,
    settings,
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
    languageOptions: { ecmaVersion: 2018, sourceType: 'script' },
    rules: { ...asErrors([...hosted, ...added]), ...languageRules },
  },
];
