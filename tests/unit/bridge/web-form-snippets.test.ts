import type { RowId } from '@pmds/contracts/ids';
import { snippetOf, writingSnippets } from '@pmds/bridge/application/web-forms/write-snippets';
import type { Storage } from '@pmds/bridge/ports/store/storage';

const [a, b] = ['a', 'b'] as unknown as [RowId, RowId];
const signal = new AbortController().signal;

/** Records of web forms, each with its version, which a write changes. */
function records(held: Record<string, string>) {
  const rows = new Map(Object.entries(held).map(([id, snippet]) => [id as RowId, { snippet, version: 1 }]));
  const asked: RowId[][] = [];
  const written: RowId[] = [];
  return {
    asked,
    written,
    rows,
    storage: {
      read: {
        webForms: {
          versions: async () => [...rows].map(([id, { version }]) => ({ id, version: String(version), syncs: [] })),
        },
      },
    } as unknown as Pick<Storage, 'read'>,
    snippets: {
      async read(ids: readonly RowId[]) {
        asked.push([...ids]);
        return new Map(ids.flatMap((id) => (rows.has(id) ? [[id, rows.get(id)!.snippet] as const] : [])));
      },
      async write(id: RowId, snippet: string) {
        written.push(id);
        rows.set(id, { snippet, version: rows.get(id)!.version + 1 });
      },
    },
  };
}

it('writes what is to be pasted where it does not stand, and asks nobody when nothing has changed', async () => {
  const world = records({ a: '', b: 'now' });
  const look = writingSnippets({ ...world, snippet: 'now' });
  await look(signal);
  expect([world.written, world.rows.get(a)?.snippet]).toEqual([[a], 'now']);
  // What was written has changed the record: it is looked at once more, and left.
  await look(signal);
  await look(signal);
  await look(signal);
  expect([world.written, world.asked]).toEqual([[a], [[a, b], [a]]]);
});

it('mends a record that somebody has edited, and one that the service of before wrote', async () => {
  const world = records({ a: 'of the version before' });
  const look = writingSnippets({ ...world, snippet: 'now' });
  await look(signal);
  await look(signal);
  world.rows.set(a, { snippet: 'typed over', version: 9 });
  await look(signal);
  expect([world.written, world.rows.get(a)?.snippet]).toEqual([[a, a], 'now']);
});

it('tries again where a write failed', async () => {
  const world = records({ a: '' });
  let fails = true;
  const look = writingSnippets({
    ...world,
    snippets: {
      read: (ids) => world.snippets.read(ids),
      write: async (id, snippet) => {
        if (fails) throw new Error('503');
        await world.snippets.write(id, snippet);
      },
    },
    snippet: 'now',
  });
  await expect(look(signal)).rejects.toThrow('503');
  fails = false;
  await look(signal);
  expect(world.written).toEqual([a]);
});

it('writes nothing where there is no address or no script to paste', async () => {
  const world = records({ a: '' });
  await writingSnippets({ ...world, snippet: null })(signal);
  expect([world.asked, world.written]).toEqual([[], []]);
});

it('names one version, its hash, and the service that is asked', () => {
  const element = snippetOf('https://sync.example.com', { version: '1f', integrity: 'sha384-AB/c+' });
  expect(element).toBe(
    '<script src="https://sync.example.com/prefill/1f/prefill.js" integrity="sha384-AB/c+" crossorigin="anonymous" ' +
      'referrerpolicy="no-referrer" data-bridge="https://sync.example.com" defer></script>',
  );
});
