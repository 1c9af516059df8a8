import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(__dirname, '../../../solution/Entities/pmds_DataSync/FormXml/main');

/** The main form as it ships: its controls by id, each with the column that it shows, empty for a subgrid. */
export const formControls: ReadonlyMap<string, string> = new Map(
  readdirSync(folder).flatMap((file) =>
    [...readFileSync(path.join(folder, file), 'utf8').matchAll(/<control\b[^>]*>/g)].flatMap(([element]) => {
      const of = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(element)?.[1];
      const id = of('id');
      return id === undefined ? [] : [[id, of('datafieldname') ?? ''] as const];
    }),
  ),
);

export const formColumns: ReadonlySet<string> = new Set([...formControls.values()].filter((column) => column !== ''));
