import type { SyncRunId } from '@pmds/contracts/ids';
import type { WebFormField } from '@pmds/contracts/web-form/definition';
import type { ColumnPlan } from '@pmds/bridge/domain/member/columns';
import type { WebForm } from '@pmds/bridge/domain/web-form/web-form';
import type { Storage } from '@pmds/bridge/ports/store/storage';
import { aPerson, FakeDataverse, personId } from './fake-dataverse';
import { linkOf, servePrefill } from './prefill-world';
import type { SuiteStore } from './suite-store';
import { aWebForm } from './web-forms.suite';
import { aList, range, rowId, World } from './world';

const text = (logicalName: string): ColumnPlan => ({ logicalName, kind: 'text', property: logicalName });
const columns: readonly ColumnPlan[] = [
  text('firstname'),
  text('lastname'),
  text('emailaddress1'),
  text('telephone1'),
  text('governmentid'),
  {
    logicalName: 'birthdate',
    kind: 'datetime',
    property: 'birthdate',
    date: { behaviour: 'date-only', format: 'day' },
  },
  { logicalName: 'revenue', kind: 'number', property: 'revenue' },
  {
    logicalName: 'gendercode',
    kind: 'choice',
    property: 'gendercode',
    labels: { 1: 'Male', 2: 'Female' },
    translations: { 1031: { 1: 'Männlich', 2: 'Weiblich' }, 1036: { 1: 'Homme' } },
  },
];
const ada = {
  firstname: 'Adalbertine',
  lastname: 'Byron',
  emailaddress1: 'jane.doe@example.com',
  telephone1: '+49 (30) 901-4711',
  governmentid: 'X-99-SECRET',
  birthdate: '1815-12-10',
  revenue: 123_456,
  gendercode: 2,
};

export const aField = (column: string, exposure: WebFormField['exposure']): WebFormField => ({
  input: `input-${column}`,
  contact: column,
  lead: null,
  exposure,
  submit: 'never',
  blankErases: false,
});

/** What of a person's values leaves the service, by the exposure of the form's fields. */
export function prefillValuesSuite(store: SuiteStore): void {
  describe('whose forms are described', () => {
    const id = personId('contact', 1);
    const claims = { table: 'contact', id, runId: null, formKey: 'f' } as const;

    async function aWorld(): Promise<World> {
      const source = new FakeDataverse();
      source.columns = columns;
      const world = new World(store.backend, { source, lists: [aList(1, 'contact')] });
      source.add('contact', [aPerson('contact', 1, ada), aPerson('contact', 2)]);
      world.enlist(1, 'contact', range(1, 3));
      await world.run(1);
      return world;
    }
    async function stored(work: (storage: Storage) => Promise<unknown>): Promise<void> {
      const storage = await store.backend.open();
      await work(storage);
      await storage[Symbol.asyncDispose]();
    }
    const described = (fields: readonly WebFormField[], more: Partial<WebForm> = {}): Promise<void> =>
      stored((storage) =>
        storage.transaction((unit) => unit.webForms.keep(aWebForm(1, { key: 'f', fields, ...more }), [])),
      );

    it('N11 CD-01 shows the fields of the form in the clear, with labels in its language, and no other column', async () => {
      await aWorld();
      await described([aField('firstname', 'clear'), aField('gendercode', 'clear'), aField('birthdate', 'clear')]);
      await using served = await servePrefill(store.backend);
      const { status, response, all } = await served.ask(linkOf(claims));
      expect(status).toBe(200);
      expect(response).toEqual({
        table: 'contact',
        values: { firstname: 'Adalbertine', gendercode: 2, birthdate: '1815-12-10' },
        labels: { gendercode: 'Weiblich' },
        columns: { firstname: { kind: 'text' }, gendercode: { kind: 'choice' }, birthdate: { kind: 'date' } },
        form: {
          inputs: { 'input-firstname': 'firstname', 'input-gendercode': 'gendercode', 'input-birthdate': 'birthdate' },
          masked: {},
          verified: [],
          language: 1031,
        },
      });
      for (const hidden of ['Byron', 'jane', '4711', 'SECRET']) expect(all).not.toContain(hidden);
    });

    it('N11 falls back to another language where a label has none in that of the form', async () => {
      await aWorld();
      await described([aField('gendercode', 'clear')], { language: 1036 });
      await using served = await servePrefill(store.backend);
      expect((await served.ask(linkOf(claims))).response.labels).toEqual({ gendercode: 'Female' });
    });

    it('N11 sends of masked, verified and withheld values not a byte, whatever kind they are of', async () => {
      await aWorld();
      await described([
        ...['firstname', 'emailaddress1', 'telephone1', 'birthdate', 'revenue', 'gendercode'].map((column) =>
          aField(column, 'masked'),
        ),
        aField('lastname', 'verified'),
        aField('governmentid', 'never'),
      ]);
      await using served = await servePrefill(store.backend);
      const { response, all } = await served.ask(linkOf(claims));
      expect(response.values).toEqual({});
      expect(response.labels).toEqual({});
      expect(response.form).toMatchObject({
        masked: {
          firstname: 'A•••',
          emailaddress1: 'j•••@example.com',
          telephone1: '•••• 4711',
          birthdate: '••••',
          revenue: '••••',
        },
        verified: ['lastname'],
      });
      const plain = ['Adalbertine', 'dalb', 'Byron', 'jane', 'doe@', '+49', '901', '1815', '12-10', '123456'];
      for (const hidden of [...plain, 'Weiblich', 'Female', '"gendercode":2', 'SECRET', 'governmentid']) {
        expect(all).not.toContain(hidden);
        expect(served.log.join()).not.toContain(hidden);
      }
    });

    it.each(['masked', 'verified', 'never'] as const)(
      'N11 shows a column that two fields name as the more careful of them says: %s',
      async (exposure) => {
        await aWorld();
        const twice = { ...aField('lastname', exposure), input: 'again' };
        for (const fields of [
          [aField('lastname', 'clear'), twice],
          [twice, aField('lastname', 'clear')],
        ]) {
          await described(fields);
          await using served = await servePrefill(store.backend);
          expect((await served.ask(linkOf(claims))).all).not.toContain('Byron');
        }
      },
    );

    it('N11 keeps to the allow-list of the operator, and shows what the form names where there is none', async () => {
      await aWorld();
      await described([aField('governmentid', 'clear'), aField('firstname', 'clear')]);
      await using free = await servePrefill(store.backend);
      expect((await free.ask(linkOf(claims))).response.values).toEqual({
        governmentid: 'X-99-SECRET',
        firstname: 'Adalbertine',
      });
      await using bound = await servePrefill(store.backend, { publicColumns: new Set(['firstname']) });
      const { response, all } = await bound.ask(linkOf(claims));
      expect(response.values).toEqual({ firstname: 'Adalbertine' });
      expect(all).not.toContain('governmentid');
    });

    it('N11 answers pages of the form alone, and links to no form from the configured pages alone', async () => {
      await aWorld();
      await described([aField('firstname', 'clear')], { origins: ['https://own.example.org'] });
      await stored((storage) =>
        storage.transaction((unit) => unit.webForms.keep(aWebForm(2, { origins: ['https://other.example.org'] }), [])),
      );
      await using served = await servePrefill(store.backend);
      const undescribed = { ...claims, formKey: null };
      for (const [link, origin, status] of [
        [claims, 'https://own.example.org', 200],
        [claims, 'https://other.example.org', 403],
        [claims, 'https://undescribed.example.org', 403],
        [claims, 'https://strange.example.org', 403],
        [undescribed, 'https://undescribed.example.org', 200],
        [undescribed, 'https://own.example.org', 403],
      ] as const) {
        const answer = await served.ask(linkOf(link), { origin });
        expect([origin, answer.status]).toEqual([origin, status]);
        if (status === 200) expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
        else expect(answer.all).not.toContain('Adalbertine');
        expect(answer.headers.get('cache-control')).toBe('no-store, private');
        expect(answer.headers.get('vary')).toContain('Origin');
        expect(answer.headers.get('server-timing')).toBeNull();
      }
    });

    it('N11 opens a form about preferences for who opted out, with what Dataverse says now, and no other form', async () => {
      await aWorld();
      const since = new Date();
      await stored((storage) =>
        storage.transaction((unit) =>
          unit.closed.close({ table: 'contact', id: personId('contact', 3), reason: 'opted-out', since }),
        ),
      );
      const link = linkOf({ ...claims, id: personId('contact', 3) });
      const kept: unknown[] = [];
      const read = {
        table: 'contact',
        id: personId('contact', 3),
        values: { firstname: 'Gone' },
        labels: {},
        columns: { firstname: { kind: 'text' } },
        fetchedAt: since,
      } as const;
      const parts = {
        preferenceMembers: { fetch: async () => ({ kind: 'profile', profile: read }) as const },
        intake: {
          addProfile: async (profile: unknown) => void kept.push(profile),
          addClosed: async () => undefined,
          findProfile: async () => null,
        },
      };
      for (const [isPreference, status] of [
        [false, 404],
        [true, 200],
      ] as const) {
        await described([aField('firstname', 'clear')], { isPreference });
        await using served = await servePrefill(store.backend, parts);
        const answer = await served.ask(link);
        expect([isPreference, answer.status]).toEqual([isPreference, status]);
        if (isPreference) expect(answer.response.values).toEqual({ firstname: 'Gone' });
      }
      expect(kept).toEqual([]);
    });

    it.each(['deleted', 'inactive'] as const)('E11 opens no form at all for who is %s', async (reason) => {
      await aWorld();
      await described([aField('firstname', 'clear')], { isPreference: true });
      await stored((storage) =>
        storage.transaction((unit) => unit.closed.close({ table: 'contact', id, reason, since: new Date() })),
      );
      await using served = await servePrefill(store.backend);
      const { status, all } = await served.ask(linkOf(claims));
      expect(status).toBe(404);
      expect(all).not.toContain('Adalbertine');
    });

    it('N11 shows verified values to who types the mailed code, once, and to nobody who guesses', async () => {
      await aWorld();
      await described([aField('lastname', 'verified'), aField('firstname', 'clear'), aField('telephone1', 'masked')]);
      const mailed: string[] = [];
      let now = new Date();
      const profile = { table: 'contact', id, values: ada, labels: {}, columns: {}, fetchedAt: now } as const;
      await using served = await servePrefill(store.backend, {
        now: () => now,
        newCode: () => String(100_000 + mailed.length),
        preferenceMembers: { fetch: async () => ({ kind: 'profile', profile }) as const },
        sendCode: async ({ to, code, form }) => {
          mailed.push(`${to} ${code} ${String(form.language)}`);
          return true;
        },
      });
      const link = linkOf(claims, 86_400);
      const post = async (path: string, body?: object) => {
        const response = await fetch(`${served.url}/v1/prefill/${path}`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${link}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return { status: response.status, text: await response.text() };
      };
      const type = (code: string) => post('verify', { code });
      expect((await type('100000')).status).toBe(403);
      expect(await post('code')).toEqual({ status: 202, text: '{"minutes":10,"tries":5}' });
      expect(mailed).toEqual(['jane.doe@example.com 100000 1031']);
      expect((await type('999999')).status).toBe(403);
      const right = await type('100 000');
      expect(right.status).toBe(200);
      expect(JSON.parse(right.text)).toMatchObject({
        values: { lastname: 'Byron', firstname: 'Adalbertine' },
        form: { verified: [], masked: { telephone1: '•••• 4711' } },
      });
      expect((await type('100000')).status).toBe(403);

      // Five wrong ones, and the right one is dead.
      await post('code');
      for (const _try of range(0, 5)) expect((await type('000000')).status).toBe(403);
      expect((await type('100001')).status).toBe(403);
      // Ten minutes.
      await post('code');
      now = new Date(now.getTime() + 600_000);
      expect((await type('100002')).status).toBe(403);
      await post('code');
      now = new Date(now.getTime() + 599_000);
      expect((await type('100003')).status).toBe(200);
      // Five an hour for one person.
      expect((await post('code')).status).toBe(202);
      const sixth = await post('code');
      expect([sixth.status, mailed.length]).toEqual([429, 5]);
      for (const hidden of ['Byron', '10000', 'jane']) expect(served.log.join()).not.toContain(hidden);
      expect((await post('verify', { code: 'abc' })).text).toContain('"field":"code"');
    });

    it('N11 has no code to mail for a form that asks for none, and says so where the mail fails', async () => {
      await aWorld();
      const ask = async (more: Parameters<typeof servePrefill>[1] = {}) => {
        await using served = await servePrefill(store.backend, more);
        const authorization = `Bearer ${linkOf(claims)}`;
        return (await fetch(`${served.url}/v1/prefill/code`, { method: 'POST', headers: { authorization } })).status;
      };
      await described([aField('lastname', 'clear')]);
      expect(await ask()).toBe(404);
      await described([aField('lastname', 'verified')]);
      const profile = { table: 'contact', id, values: ada, labels: {}, columns: {}, fetchedAt: new Date() } as const;
      const preferenceMembers = { fetch: async () => ({ kind: 'profile', profile }) as const };
      expect(await ask({ preferenceMembers, sendCode: async () => false })).toBe(503);
      expect(await ask()).toBe(404);
    });

    it('N11 opens a bounded link exactly so often, however many ask at once and of however many processes', async () => {
      await aWorld();
      await described([aField('firstname', 'clear')]);
      await using one = await servePrefill(store.backend);
      await using two = await servePrefill(store.backend);
      const link = linkOf({ ...claims, uses: { name: 'one-of-them', most: 3 } });
      const answers = await Promise.all(range(0, 24).map((number) => (number % 2 === 0 ? one : two).ask(link)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 401]));
      // Another link of the same person has uses of its own.
      expect((await one.ask(linkOf({ ...claims, uses: { name: 'another', most: 1 } }))).status).toBe(200);
    });

    it('N11 refuses in one way whatever is wrong with a link', async () => {
      await aWorld();
      await described([aField('firstname', 'clear')]);
      const runId = rowId(4242) as unknown as SyncRunId;
      const before = new Date(Date.now() - 10_000);
      await stored((storage) =>
        storage.transaction(async (unit) => {
          for (const [number, more] of [
            [2, { key: 'suspended', linkState: 'suspended' }],
            [3, { key: 'unreadable', fields: null }],
            [4, { key: 'ended' }],
          ] as const) {
            await unit.webForms.keep(aWebForm(number, more), []);
          }
          const at = new Date();
          await unit.revocations.revoke({ kind: 'run', value: runId, at });
          await unit.revocations.revoke({ kind: 'form-key', value: 'ended', at });
          await unit.revocations.revoke({ kind: 'member', value: personId('contact', 2), at });
        }),
      );
      const good = linkOf(claims);
      const [head = '', body = '', signature = ''] = good.split('.');
      const bent = (part: string): string => `${part.slice(0, -1)}${part.endsWith('A') ? 'B' : 'A'}`;
      const usedUp = linkOf({ ...claims, uses: { name: 'used-up', most: 1 } });
      await using served = await servePrefill(store.backend);
      expect((await served.ask(usedUp)).status).toBe(200);
      const refused: Readonly<Record<string, string>> = {
        'a bent signature': `${head}.${body}.${bent(signature)}`,
        'a bent claim': `${head}.${bent(body)}.${signature}`,
        'a bent head': `${bent(head)}.${body}.${signature}`,
        'no JSON': 'a.b.c',
        expired: linkOf(claims, -1),
        'a run that was taken back': linkOf({ ...claims, runId }),
        'a form that was taken back': linkOf({ ...claims, formKey: 'ended' }, 600, before),
        'a person who was taken back': linkOf({ ...claims, id: personId('contact', 2) }, 600, before),
        'a form that is suspended': linkOf({ ...claims, formKey: 'suspended' }),
        'a form whose fields cannot be read': linkOf({ ...claims, formKey: 'unreadable' }),
        'a form that is not there': linkOf({ ...claims, formKey: 'nowhere' }),
        'used up': usedUp,
      };
      const seen = new Set<string>();
      for (const [why, link] of Object.entries(refused)) {
        const answer = await served.ask(link, { origin: 'https://forms.example.org' });
        expect([why, answer.status]).toEqual([why, 401]);
        seen.add(answer.all.replace(/\["date","[^"]*"\],?/, ''));
        expect(answer.problem).toMatchObject({
          code: 'token-invalid',
          status: 401,
          type: 'urn:pmds:problem:token-invalid',
        });
      }
      expect(seen.size).toBe(1);
      expect((await served.ask(good)).status).toBe(200);
    });
  });
}
