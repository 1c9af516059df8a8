import { claimStore } from '@pmds/bridge/application/watch/store-owner';

interface Owner {
  readonly url: string | null;
  readonly organizationId: string | null;
}

/** What a store says to an environment, and whose it is afterwards. */
async function claimed(known: Owner, environment: Owner & { readonly url: string }) {
  let kept = known;
  const storage = {
    transaction: async (act: (unit: unknown) => Promise<unknown>) =>
      act({ identity: { find: async () => kept, keep: async (owner: Owner) => void (kept = owner) } }),
  } as unknown as Parameters<typeof claimStore>[0];
  return { refusal: await claimStore(storage, environment), kept };
}
const [one, two] = ['https://one.crm.dynamics.com', 'https://two.crm.dynamics.com'];

describe('a store', () => {
  it('of nobody becomes that of who comes first, by the origin in small letters', async () => {
    const first = { url: 'https://ONE.crm.dynamics.com/api/', organizationId: 'a' };
    expect(await claimed({ url: null, organizationId: null }, first)).toEqual({
      refusal: null,
      kept: { url: one, organizationId: 'a' },
    });
  });

  it('goes with its environment to another address, and keeps its id while Dataverse does not answer', async () => {
    const known = { url: one, organizationId: 'a' };
    expect(await claimed(known, { url: two, organizationId: 'a' })).toMatchObject({
      refusal: null,
      kept: { url: two },
    });
    expect(await claimed(known, { url: one, organizationId: null })).toEqual({ refusal: null, kept: known });
  });

  it.each<[string, Owner, Owner & { readonly url: string }, string]>([
    ['another id', { url: one, organizationId: 'a' }, { url: one, organizationId: 'b' }, one],
    [
      'another address, while neither can be asked',
      { url: one, organizationId: null },
      { url: two, organizationId: null },
      one,
    ],
    [
      'another id, where its own address was not kept',
      { url: null, organizationId: 'a' },
      { url: two, organizationId: 'b' },
      'a',
    ],
  ])('refuses an environment with %s, names both, and stays whose it was', async (_, known, environment, named) => {
    const { refusal, kept } = await claimed(known, environment);
    expect(refusal).toContain(`belongs to the environment ${named}, and PMDS_DATAVERSE_URL names ${environment.url}.`);
    expect(kept).toEqual(known);
  });
});
