import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';

/** Schema files by name. */
type Schemas = ReadonlyMap<string, string>;

const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');

export async function loadSchemas(folder: string): Promise<Schemas> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.xsd')).sort();
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, withoutMark(await readFile(join(folder, name), 'utf8'))] as const),
    ),
  );
}

/** Pages of 64 KiB: a `customizations.xml` of 60,000 lines needs 2,000. */
const memory = { initialMemoryPages: 2000, maxMemoryPages: 8000 };

/**
 * @returns a line per error, with document and line number.
 * @throws Error when the schema is not among the files.
 */
export async function validate(
  schemas: Schemas,
  name: string,
  documents: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const schema = schemas.get(name);
  if (schema === undefined)
    throw new Error(`There is no ${name} among the schemas (${[...schemas.keys()].join(', ')}).`);
  if (documents.size === 0) return [];
  const result = await validateXML({
    xml: [...documents].map(([fileName, contents]) => ({ fileName, contents: withoutMark(contents) })),
    schema: [{ fileName: name, contents: schema }],
    preload: [...schemas].filter(([other]) => other !== name).map(([fileName, contents]) => ({ fileName, contents })),
    ...memory,
  });
  if (result.valid) return [];
  const errors = result.errors.map(({ rawMessage }) => rawMessage);
  return errors.length > 0 ? errors : [`${name}: not valid, without a message: ${result.rawOutput}`];
}
