import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readSolution, type Solution } from '@pmds/solution-schema/read/read-solution';
import type { SolutionFiles } from '@pmds/solution-schema/read/solution-files';
import { findings, type Finding, type Rule } from '@pmds/solution-schema/check/rule';

const root = resolve(__dirname, '../../../solution');
const utf8 = new TextEncoder();

/** A control as `pcf-scripts` builds it, in short: what the rules look at. */
const manifestOf = (constructor: string, inputs: string): string =>
  `<manifest><control namespace="Pmds" constructor="${constructor}" version="1.0.0" control-type="virtual">${inputs}` +
  '<resources><code path="bundle.js" order="1" /></resources><built-by name="pac" version="1.51.1" /></control></manifest>';

/** Stand-ins for everything that a build puts into the folder, so that these tests need no build. */
const built: Readonly<Record<string, string>> = {
  'Controls/pmds_Pmds.FieldsToSync/ControlManifest.xml': manifestOf(
    'FieldsToSync',
    '<property name="selection" of-type="Multiple" usage="bound" required="true" />' +
      '<property name="tables" of-type="SingleLine.Text" usage="input" required="false" />',
  ),
  'Controls/pmds_Pmds.FieldsToSync/bundle.js': 'var fields;',
  'Controls/pmds_Pmds.WebFormFields/ControlManifest.xml': manifestOf(
    'WebFormFields',
    '<property name="fields" of-type="Multiple" usage="bound" required="true" />',
  ),
  'Controls/pmds_Pmds.WebFormFields/bundle.js': 'var webForm;',
  'Controls/pmds_Pmds.MarketingLists/ControlManifest.xml': manifestOf('MarketingLists', '<data-set name="lists" />'),
  'Controls/pmds_Pmds.MarketingLists/bundle.js': 'var lists;',
  'WebResources/pmds_/js/data-sync-form.js': '(window.Pmds=window.Pmds||{}).Form={onLoad:function(){}};',
  'WebResources/pmds_/js/delete-sync.js':
    '(window.Pmds=window.Pmds||{}).Remove={remove:function(){},removeSelected:function(){}};',
  'WebResources/pmds_/js/error-trace-form.js': '(window.Pmds=window.Pmds||{}).Trace={onLoad:function(){}};',
  'WebResources/pmds_/js/retry-errors.js':
    '(window.Pmds=window.Pmds||{}).Retry={canRetry(){},retry(){},canRetrySelected(){},retrySelected(){}};',
  'WebResources/pmds_/js/web-form-form.js': '(window.Pmds=window.Pmds||{}).WebForm={onLoad:function(){}};',
  'WebResources/pmds_/js/start-sync.js':
    '(window.Pmds=window.Pmds||{}).Ribbon={start:function(){},canStart:function(){}};',
};

function isBuilt(path: string): boolean {
  return (path.startsWith('Controls/') && !path.endsWith('.data.xml')) || /^WebResources\/.*\.js$/.test(path);
}

function committed(folder = ''): readonly string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) return committed(path);
    return isBuilt(path) ? [] : [path];
  });
}

/** The committed solution with stand-ins for its bundles. */
export function solutionFiles(): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const path of committed()) files.set(path, readFileSync(join(root, path)));
  for (const [path, text] of Object.entries(built)) files.set(path, utf8.encode(text));
  return files;
}

/** A copy of the solution to break: each change says so when it finds nothing to change. */
export class Breakable {
  readonly files = solutionFiles();

  /** Paths of files below a folder whose text contains all the given parts. */
  find(folder: string, ...parts: readonly string[]): string {
    const path = [...this.files.keys()].find(
      (one) => one.startsWith(folder) && parts.every((part) => this.text(one).includes(part)),
    );
    if (path === undefined) throw new Error(`No file below ${folder} contains ${parts.join(' and ')}.`);
    return path;
  }

  text(path: string): string {
    const bytes = this.files.get(path);
    if (bytes === undefined) throw new Error(`There is no ${path}.`);
    return new TextDecoder().decode(bytes);
  }

  /** Replaces the first occurrence. */
  edit(path: string, from: string | RegExp, to: string): this {
    const before = this.text(path);
    const after = before.replace(from, () => to);
    if (after === before) throw new Error(`${path} does not contain ${String(from)}.`);
    this.files.set(path, utf8.encode(after));
    return this;
  }

  add(path: string, text: string): this {
    this.files.set(path, utf8.encode(text));
    return this;
  }

  remove(path: string): this {
    if (!this.files.delete(path)) throw new Error(`There is no ${path}.`);
    return this;
  }

  rename(from: string, to: string): this {
    const bytes = this.files.get(from);
    if (bytes === undefined) throw new Error(`There is no ${from}.`);
    this.files.delete(from);
    this.files.set(to, bytes);
    return this;
  }
}

export function solutionOf(files: SolutionFiles): Solution {
  return readSolution(files);
}

/** What a rule finds in the solution once it is broken like this. */
export function foundBy(rule: Rule, change: (solution: Breakable) => unknown): readonly Finding[] {
  const breakable = new Breakable();
  change(breakable);
  return findings(readSolution(breakable.files), [rule]);
}

/** File, element and problem in one line each, to match against. */
export function lines(found: readonly Finding[]): readonly string[] {
  return found.map(({ file, element, problem }) => `${file}: ${element}: ${problem}`);
}
