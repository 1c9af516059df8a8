import fc from 'fast-check';
import { ScopedSync } from './scoped-sync';
import type { SuiteStore } from './suite-store';
import { personId } from './fake-dataverse';

const contact = fc.integer({ min: 0, max: 29 });
const change = fc.oneof(
  fc.record({ kind: fc.constantFrom('named', 'failing', 'well', 'inactive', 'opted-out'), number: contact }),
  fc.record({ kind: fc.constant('joins'), number: contact, list: fc.constantFrom(1, 2) }),
  fc.record({ kind: fc.constant('lead'), number: fc.integer({ min: 0, max: 5 }) }),
);
/** Two at most in a step, so that no list shrinks below half and stops the run. */
const loss = fc.record({ kind: fc.constantFrom('leaves', 'deleted'), number: contact, list: fc.constantFrom(1, 2) });
const step = fc.record({
  changes: fc.array(change, { maxLength: 8 }),
  losses: fc.array(loss, { maxLength: 2 }),
  run: fc.oneof(
    { weight: 4, arbitrary: fc.subarray([1, 2, 3, 4], { minLength: 1 }) },
    { weight: 1, arbitrary: fc.constantFrom('all', 'full', 'retry') },
  ),
});

type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;

/** Random lists, changes and scopes; the seed is fixed, so that a failure comes again. */
export function scopePropertySuite(store: SuiteStore): void {
  it('leaves after every run what those have read that covered each list last', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 5 }), async (steps) => {
        await store.renew();
        const sync = new ScopedSync(store.backend);
        await sync.run(1, null);
        for (const [at, one] of steps.entries()) {
          apply(sync, one, at);
          await run(sync, 2 + at, one.run);
          const { failure } = await sync.world.outcome(2 + at);
          expect(failure).toBeNull();
          expect(await sync.seen(2 + at)).toEqual(sync.expected());
        }
      }),
      { numRuns: 3, seed: 56, endOnFailure: true },
    );
  });
}

function apply(sync: ScopedSync, { changes, losses }: Step, at: number): void {
  const more = {
    named: { firstname: `Step ${at}` },
    failing: { birthdate: 'x' },
    well: {},
    inactive: { statecode: 1 },
    'opted-out': { donotbulkemail: true },
  } as const;
  const { world } = sync;
  for (const one of changes) {
    if ('list' in one) {
      if (world.source.people.contact.has(personId('contact', one.number)))
        world.enlist(one.list, 'contact', [one.number]);
    } else if (one.kind === 'lead') {
      sync.change('lead', one.number, { firstname: `Lead ${at}` });
      world.enlist(4, 'lead', [one.number]);
    } else {
      // Nobody comes back who was deleted.
      if (!world.source.people.contact.has(personId('contact', one.number))) continue;
      sync.change('contact', one.number, more[one.kind]);
    }
  }
  for (const { kind, number, list } of losses) {
    if (kind === 'leaves') sync.leave(list, 'contact', number);
    else sync.delete('contact', number);
  }
}

async function run(sync: ScopedSync, number: number, scope: Step['run']): Promise<void> {
  if (typeof scope !== 'string') return sync.run(number, scope);
  if (scope !== 'retry') return sync.run(number, null, scope === 'full' ? 'full' : 'automatic');
  sync.ask(null, 'retry');
  await sync.world.run(number);
  sync.expectRetried();
}
