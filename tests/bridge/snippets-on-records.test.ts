import { createHash } from 'node:crypto';
import { until } from '../support/waiting';
import { anEdgesWorld, type EdgesWorld } from './edges-world';

describe('the record of a Web Form', () => {
  let world: EdgesWorld;
  beforeAll(async () => {
    world = await anEdgesWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('says what to paste: an address that the service answers, with the hash of what it answers', async () => {
    const bridge = await world.serve(world.environment({ PMDS_PUBLIC_URL: 'https://sync.example.com/' }));
    await world.call('POST', 'pmds_webforms', { pmds_name: 'Newsletter', pmds_key: 'newsletter' });
    const snippets = async (): Promise<readonly unknown[]> =>
      (await world.rows('pmds_webforms?$select=pmds_snippet')).map((row) => row['pmds_snippet']);
    await until('the snippet stands on the record', async () => typeof (await snippets())[0] === 'string');
    const element =
      /^<script src="https:\/\/sync\.example\.com(\/prefill\/\w+\/prefill\.js)" integrity="([^"]+)" crossorigin="anonymous" referrerpolicy="no-referrer" data-bridge="https:\/\/sync\.example\.com" defer><\/script>$/;
    const [, path = '', integrity] = element.exec(String((await snippets())[0])) ?? [];
    const answer = await fetch(`${bridge.url}${path}`);
    expect(answer.status).toBe(200);
    const content = Buffer.from(await answer.arrayBuffer());
    expect(`sha384-${createHash('sha384').update(content).digest('base64')}`).toBe(integrity);
    await bridge.child.stop();
  });
});
