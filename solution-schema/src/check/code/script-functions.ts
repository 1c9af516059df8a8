import { createContext, runInContext } from 'node:vm';
import type { Solution } from '../../read/read-solution.js';
import { allNamed, attribute } from '../../read/xml.js';
import { formDocuments } from '../forms/forms.js';
import { documentsMatching } from '../parts.js';
import type { Rule } from '../rule.js';

interface Call {
  readonly file: string;
  readonly library: string;
  readonly functionName: string;
}

function* calls(solution: Solution): Generator<Call> {
  for (const { file, xml } of formDocuments(solution)) {
    for (const handler of allNamed(xml, 'Handler')) {
      yield { file, library: attribute(handler, 'libraryName'), functionName: attribute(handler, 'functionName') };
    }
  }
  for (const [file, xml] of documentsMatching(solution, /RibbonDiff\.xml$/)) {
    for (const call of [...allNamed(xml, 'JavaScriptFunction'), ...allNamed(xml, 'CustomRule')]) {
      yield {
        file,
        library: attribute(call, 'Library').replace('$webresource:', ''),
        functionName: attribute(call, 'FunctionName'),
      };
    }
  }
}

/** Runs the script with an empty window and says what the dotted name leads to. A script does nothing until it is called. */
function typeOfGlobal(code: string, dotted: string): string {
  const window: Record<string, unknown> = {};
  const context = createContext({ window, self: window, globalThis: window });
  runInContext(code, context, { timeout: 5000 });
  const value = dotted.split('.').reduce<unknown>((holder, name) => {
    return typeof holder === 'object' && holder !== null
      ? (holder as Readonly<Record<string, unknown>>)[name]
      : undefined;
  }, window);
  return typeof value;
}

export const scriptFunctions: Rule = {
  name: 'script-functions',
  *check(solution) {
    for (const { file, library, functionName } of calls(solution)) {
      const element = functionName;
      const record = solution.webResources.find(({ name, type }) => name === library && type === '3');
      if (record === undefined) {
        yield {
          file,
          element,
          problem: `The script ${library} is not shipped.`,
          remedy: 'Correct the library or add the web resource.',
        };
        continue;
      }
      const code = solution.files.get(record.contentFile);
      if (code === undefined) continue; // files-have-a-place says that it is not built
      try {
        const type = typeOfGlobal(new TextDecoder().decode(code), functionName);
        if (type === 'function') continue;
        yield {
          file,
          element,
          problem: `In ${library} it is ${type === 'undefined' ? 'not there' : `of type ${type}`}.`,
          remedy: 'Export the function from the script, or correct its name.',
        };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        yield {
          file: record.contentFile,
          element,
          problem: `The script fails when it is loaded: ${reason}.`,
          remedy: 'A script must do nothing until it is called.',
        };
      }
    }
    for (const { file, xml } of formDocuments(solution)) {
      const loaded = new Set(allNamed(xml, 'Library').map((library) => attribute(library, 'name')));
      for (const handler of allNamed(xml, 'Handler')) {
        if (loaded.has(attribute(handler, 'libraryName'))) continue;
        yield {
          file,
          element: attribute(handler, 'functionName'),
          problem: 'The form does not load the library of this handler.',
          remedy: 'Add the Library to formLibraries.',
        };
      }
    }
  },
};
