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
