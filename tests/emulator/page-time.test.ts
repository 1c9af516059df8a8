import { aWorld } from './server-world';
import { PageTurns } from '@pmds/emulator/limits/page-turns';

describe('the turns of pages', () => {
  it('let whatever came meanwhile be seen to between two pages', async () => {
    const turns = new PageTurns();
    const seen: string[] = [];
    const page = async (name: string): Promise<void> => {
      await turns.next();
      seen.push(name);
      setImmediate(() => seen.push(`after ${name}`));
    };
    await Promise.all([page('first'), page('second'), page('third')]);
    expect(seen).toEqual(['first', 'after first', 'second', 'after second', 'third']);
  });
});

describe('a simulated page time', () => {
  it('E3 is what a page of a large table takes at least, one beside the other, and nothing else does', async () => {
    await using world = await aWorld();
    await world.admin('POST', 'generate', { contacts: 1_001, leads: 0, columns: 3 });
    await world.admin('POST', 'page-time', { ms: 300 });
    const took = async (path: string): Promise<number> => {
      const asked = performance.now();
      expect((await world.call('GET', path)).status).toBe(200);
      return performance.now() - asked;
    };
    const pages = await Promise.all([took('contacts?$top=5'), took('contacts?$top=6')]);
    // A timer may ring a fraction of a millisecond early.
    expect(Math.min(...pages)).toBeGreaterThanOrEqual(299);
    await world.admin('POST', 'page-time', { ms: 3_600_000 });
    expect((await world.call('GET', 'lists?$top=5')).status).toBe(200);
    const held = world.call('GET', 'contacts?$top=5');
    await world.admin('POST', 'page-time', { ms: 0 });
    expect((await held).status).toBe(200);
  });
});
