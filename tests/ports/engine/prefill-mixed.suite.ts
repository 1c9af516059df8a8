import type { ColumnPlan } from '@pmds/bridge/domain/member/columns';
import { aPerson, FakeDataverse, personId } from './fake-dataverse';
import { aField } from './prefill-values.suite';
import { linkOf, servePrefill } from './prefill-world';
import type { SuiteStore } from './suite-store';
import { aWebForm } from './web-forms.suite';
import { aList, range, rowId, World } from './world';

/** `PMDS_MIXED_REQUESTS=100000` for the long form. */
const requests = Number(process.env['PMDS_MIXED_REQUESTS'] ?? 2_000);
const people = requests > 10_000 ? 1_000 : 200;
const atOnce = 32;

const text = (logicalName: string): ColumnPlan => ({ logicalName, kind: 'text', property: logicalName });

/** Many people open their forms while runs end and links are taken back. */
export function prefillMixedSuite(store: SuiteStore): void {
  it(`N11 CD-01 answers ${requests} mixed requests of ${people} people with nobody else's values, while runs end and links are revoked`, async () => {
    const marker = (number: number, version: number): string => `of-${number}-v${version}`;
    const source = new FakeDataverse({ pageRows: 500 });
    source.columns = [text('firstname'), text('lastname'), text('jobtitle')];
    const dress = (version: number): void =>
      source.add(
        'contact',
        range(0, people).map((number) =>
          aPerson('contact', number, {
            firstname: marker(number, version),
            lastname: marker(number, version),
            jobtitle: marker(number, version),
            modifiedon: new Date(Date.now() + version),
          }),
        ),
      );
    dress(1);
    const one = new World(store.backend, { source, lists: [aList(1, 'contact')] });
    const two = new World(store.backend, { source, lists: [aList(2, 'contact')], dataSyncId: rowId(2) });
    one.enlist(1, 'contact', range(0, people));
    two.enlist(2, 'contact', range(0, Math.floor(people / 2)));
    await one.run(1);
    await two.run(2);
    const storage = await store.backend.open();
    await storage.transaction(async (unit) => {
      const fields = [aField('firstname', 'clear'), aField('lastname', 'masked')];
      await unit.webForms.keep(aWebForm(1, { key: 'a', fields }), []);
      await unit.webForms.keep(aWebForm(2, { key: 'b', fields: [aField('jobtitle', 'clear')] }), []);
    });

    const served = await servePrefill(store.backend);
    const forms = ['a', 'b', null] as const;
    const links = range(0, people).map((number) =>
      forms.map((formKey) => linkOf({ table: 'contact', id: personId('contact', number), runId: null, formKey })),
    );
    const revoked = new Set<number>();
    const counts = { answered: 0, refused: 0 };
    let next = 0;
    let version = 1;
    const ask = async (): Promise<void> => {
      while (next < requests) {
        const at = next;
        next += 1;
        const number = (at * 7919) % people;
        const wasRevoked = revoked.has(number);
        const answer = await served.ask(links[number]?.[at % forms.length] ?? '');
        const owners = [...answer.all.matchAll(/of-(\d+)-v(\d+)/g)].map(([, owner]) => Number(owner));
        expect(owners.filter((owner) => owner !== number)).toEqual([]);
        if (answer.status === 200) {
          counts.answered += 1;
          expect(owners.length).toBeGreaterThan(0);
          expect(wasRevoked).toBe(false);
        } else {
          counts.refused += 1;
          expect([answer.status, answer.problem.code]).toEqual([401, 'token-invalid']);
          expect(revoked.has(number)).toBe(true);
        }
      }
    };
    const change = async (): Promise<void> => {
      for (let run = 3; run < 7; run += 1) {
        version += 1;
        dress(version);
        await (run % 2 === 0 ? two : one).runIn(storage, run);
        await storage.sweep();
        const number = run;
        // From the moment of the order on, either answer is right.
        revoked.add(number);
        await storage.transaction((unit) =>
          unit.revocations.revoke({ kind: 'member', value: personId('contact', number), at: new Date() }),
        );
      }
    };
    await Promise.all([change(), ...range(0, atOnce).map(ask)]);
    // Whom it took back opens nothing, and everybody else the newest.
    for (const number of [3, 6, 10]) {
      const { status, response } = await served.ask(links[number]?.[2] ?? '');
      expect([number, status]).toEqual([number, revoked.has(number) ? 401 : 200]);
      if (status === 200) expect(Object.values(response.values)).toContain(marker(number, version));
    }
    expect(counts.answered).toBeGreaterThan(requests / 2);
    await served[Symbol.asyncDispose]();
    await storage[Symbol.asyncDispose]();
  });
}
