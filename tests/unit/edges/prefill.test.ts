import type { RowId } from '@pmds/contracts/ids';
import type { SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { StoredProfile } from '@pmds/bridge/ports/store/profiles';
import { createHmacTokens } from '@pmds/bridge/adapters/tokens/hmac-tokens';
import { memberReader, members } from '@pmds/bridge/adapters/dataverse/source/fetchxml/pages/member-records';
import { consentRules } from '@pmds/bridge/domain/member/consent/consent-rules';
import { usualOptOutFlags } from '@pmds/bridge/domain/member/settled-outcome';
import { decidingColumnSecured } from '@pmds/bridge/domain/access/secured-column';
import { createMemberSource } from '@pmds/bridge/application/members/member-source';
import { prefillRecipient, type PrefillDependencies } from '@pmds/bridge/application/prefill/prefill-recipient';
import type { ColumnPlan } from '@pmds/bridge/domain/member/columns';
import type { MemberReads, SourceChecks } from '@pmds/bridge/ports/recipient-source';
import { anIntake, contactId, noon, runId, seconds } from './builders.js';

const key = (kid: string) => ({ kid, secret: new TextEncoder().encode(kid.padEnd(32, '!')) });
const tokens = createHmacTokens([key('new'), key('old')]);
const claims = { table: 'contact', id: contactId, runId: null } as const;

describe('recipient tokens', () => {
  it('stand for one row until their time', async () => {
    const token = tokens.sign(claims, noon, 60);
    expect(tokens.verify(token, seconds(59))).toMatchObject({ ok: true, value: claims });
    expect(tokens.verify(token, seconds(60))).toEqual({ ok: false, failure: 'token-invalid' });
  });

  it('survive a rotation: the new key signs, the old one still verifies, a dropped one does not', async () => {
    const before = createHmacTokens([key('old')]).sign(claims, noon, 60);
    expect(tokens.verify(before, noon).ok).toBe(true);
    expect(createHmacTokens([key('new')]).verify(before, noon)).toEqual({ ok: false, failure: 'token-invalid' });
    expect(JSON.parse(atob(tokens.sign(claims, noon, 60).split('.')[0]!))).toMatchObject({ kid: 'new' });
  });

  it('are refused when anything in them was changed', async () => {
    const token = tokens.sign(claims, noon, 60);
    const [head, body, signature] = token.split('.') as [string, string, string];
    const other = JSON.parse(atob(body)) as Record<string, unknown>;
    const forged = btoa(JSON.stringify({ ...other, table: 'lead' })).replace(/=+$/, '');
    const unsigned = btoa(JSON.stringify({ alg: 'none' })).replace(/=+$/, '');
    for (const bad of [`${head}.${forged}.${signature}`, `${unsigned}.${body}.`, `${token}x`, 'a.b.c', '']) {
      expect(tokens.verify(bad, noon)).toEqual({ ok: false, failure: 'token-invalid' });
    }
  });

  it('are refused when they were signed for something else', async () => {
    const { SignJWT } = await import('jose');
    const sign = (audience: string, table: string, subject: string) =>
      new SignJWT({ table })
        .setProtectedHeader({ alg: 'HS256', kid: 'new' })
        .setAudience(audience)
        .setSubject(subject)
        .setExpirationTime(seconds(60))
        .sign(key('new').secret);
    expect(tokens.verify(await sign('pmds-prefill', 'contact', contactId), noon).ok).toBe(true);
    for (const token of [
      await sign('elsewhere', 'contact', contactId),
      await sign('pmds-prefill', 'account', contactId),
      await sign('pmds-prefill', 'contact', 'ada'),
    ]) {
      expect(tokens.verify(token, noon)).toEqual({ ok: false, failure: 'token-invalid' });
    }
  });
});

const stored: StoredProfile = {
  table: 'contact',
  id: contactId,
  values: { firstname: 'Ada', gendercode: 2 },
  labels: { gendercode: 'Female' },
  columns: { firstname: { kind: 'text' }, gendercode: { kind: 'choice' } },
  runId,
  storedAt: noon,
};

/** The columns of a member that were asked for, and nothing else, as Dataverse answers. */
const askedOf = (member: Readonly<Record<string, string>>, columns: readonly string[]) =>
  Object.fromEntries(Object.entries(member).filter(([name]) => columns.includes(name)));

function setting(
  profile: StoredProfile | null,
  member: Readonly<Record<string, string>> | null = null,
  selected: Partial<Record<SelectableTable, readonly string[]>> = {},
) {
  const { intake, profiles, closed } = anIntake();
  const asked: (readonly string[])[] = [];
  const isPerson = (table: SelectableTable, id: string) => table === 'contact' && id === contactId;
  const dependencies: PrefillDependencies = {
    tokens,
    openings: {
      open: async ({ table, id, runId: run }) => ({
        revoked: run === runId,
        closed: null,
        form: null,
        profile: isPerson(table, id) ? profile : null,
      }),
    },
    profiles: { selectedColumns: async (table) => selected[table] ?? [] },
    uses: { use: async () => true },
    origins: [],
    preferenceMembers: { fetch: () => Promise.reject(new Error('No form is about preferences.')) },
    intake,
    members: {
      fetch: async (table: SelectableTable, id, columns) => {
        asked.push(columns);
        if (member === null || !isPerson(table, id)) return { kind: 'nothing' };
        const values = askedOf(member, columns);
        return { kind: 'profile', profile: { table, id, values, labels: {}, columns: {}, fetchedAt: noon } };
      },
    },
    defaultColumns: ['firstname'],
    publicColumns: null,
    maxAgeMs: 900_000,
    now: () => noon,
    fetchTimeoutMs: 1000,
    wakeWorker: () => undefined,
  };
  return { dependencies, profiles, asked, closed };
}

describe('prefill', () => {
  it('CD-01 answers from the store with the stored values and labels, and nothing else', async () => {
    const { dependencies, asked } = setting(stored);
    const answer = await prefillRecipient({ token: tokens.sign(claims, noon, 60) }, dependencies);
    const response = { table: 'contact', values: stored.values, labels: stored.labels, columns: stored.columns };
    expect(answer).toEqual({ ok: true, value: { source: 'store', response } });
    expect(asked).toEqual([]);
  });

  it('CD-08 reads a member that no run has reached and keeps it, without any sync', async () => {
    const { dependencies, profiles, asked } = setting(null, { firstname: 'Ada' });
    const token = tokens.sign(claims, noon, 60);
    expect(await prefillRecipient({ token }, dependencies)).toMatchObject({ ok: true, value: { source: 'on-demand' } });
    expect(asked).toEqual([['firstname']]);
    expect(profiles).toHaveLength(1);
    expect(await prefillRecipient({ token }, dependencies)).toMatchObject({ ok: true, value: { source: 'store' } });
    expect(asked).toHaveLength(1);
  });

  it('CD-08 reads on demand what the last completed run of its table selected, and the default where none did', async () => {
    const token = tokens.sign(claims, noon, 60);
    const ada = { firstname: 'Ada', lastname: 'Byron', jobtitle: 'Countess' };
    const chosen = setting(null, ada, { contact: ['lastname', 'jobtitle'], lead: ['subject'] });
    expect(await prefillRecipient({ token }, chosen.dependencies)).toMatchObject({
      value: { response: { values: { lastname: 'Byron', jobtitle: 'Countess' } } },
    });
    expect(chosen.asked).toEqual([['lastname', 'jobtitle']]);
    const none = setting(null, ada, { lead: ['subject'] });
    expect(await prefillRecipient({ token }, none.dependencies)).toMatchObject({
      value: { response: { values: { firstname: 'Ada' } } },
    });
    expect(none.asked).toEqual([['firstname']]);
  });

  it('CD-01 answers nobody with what is stored of somebody else', async () => {
    const { dependencies, asked } = setting(stored, { firstname: 'Ada' });
    const [lead, other] = ['lead', 'contact'] as const;
    for (const [table, id] of [
      [lead, contactId],
      [other, runId],
    ] as const) {
      const token = tokens.sign({ ...claims, table, id: id as typeof contactId }, noon, 60);
      expect(await prefillRecipient({ token }, dependencies)).toEqual({ ok: false, failure: 'not-found' });
    }
    expect(asked).toHaveLength(2);
  });

  it('E11 reads again what is older than the set age, and shows nothing old when that fails', async () => {
    const { dependencies, profiles, asked } = setting(null, { firstname: 'Ada' });
    const token = tokens.sign(claims, noon, 7_200);
    const at = (second: number) => ({ ...dependencies, now: () => seconds(second) });
    await prefillRecipient({ token }, dependencies);
    expect(await prefillRecipient({ token }, at(899))).toMatchObject({ ok: true, value: { source: 'store' } });
    expect(await prefillRecipient({ token }, at(900))).toMatchObject({ ok: true, value: { source: 'on-demand' } });
    expect(asked).toHaveLength(2);
    const down = { ...at(4_000), members: { fetch: () => Promise.reject(new Error('No answer.')) } };
    await expect(prefillRecipient({ token }, down)).rejects.toThrow('No answer.');
    expect(profiles.length).toBeGreaterThan(0);
  });

  it('E11 closes somebody who is found to be gone, and forgets what was kept of him', async () => {
    const { dependencies, profiles, closed } = setting(null, { firstname: 'Ada' });
    const token = tokens.sign(claims, noon, 7_200);
    await prefillRecipient({ token }, dependencies);
    const read = { kind: 'closed', reason: 'deleted', since: seconds(1_000) } as const;
    const gone = { ...dependencies, now: () => seconds(1_000), members: { fetch: async () => read } };
    expect(await prefillRecipient({ token }, gone)).toEqual({ ok: false, failure: 'not-found' });
    expect(closed).toEqual([contactId]);
    expect(profiles).toEqual([]);
  });

  it('K12 asks again for somebody who is closed once that is older than the set age, and not before', async () => {
    const { dependencies, asked } = setting(null, { firstname: 'Ada' });
    const token = tokens.sign(claims, noon, 7_200);
    const known = { table: 'contact', id: contactId, reason: 'inactive', since: noon } as const;
    const openings = { open: async () => ({ revoked: false, closed: known, form: null, profile: null }) };
    const at = (second: number) =>
      prefillRecipient({ token }, { ...dependencies, openings, now: () => seconds(second) });
    expect(await at(899)).toEqual({ ok: false, failure: 'not-found' });
    expect(asked).toEqual([]);
    expect(await at(900)).toMatchObject({ ok: true, value: { source: 'on-demand' } });
  });

  it('S12 is slowed down only where the store has no answer', async () => {
    const slow = () => 7;
    const token = tokens.sign(claims, noon, 60);
    expect((await prefillRecipient({ token, admit: slow }, setting(stored).dependencies)).ok).toBe(true);
    const { dependencies, asked } = setting(null, { firstname: 'Ada' });
    const failure = { code: 'too-many-requests', retryAfterSeconds: 7 };
    expect(await prefillRecipient({ token, admit: slow }, dependencies)).toEqual({ ok: false, failure });
    expect(asked).toEqual([]);
  });

  it('S19 does not answer with a sensitive column, nor read it on demand, unless it is allowed', async () => {
    const token = tokens.sign(claims, noon, 60);
    const secret = { ...stored, values: { firstname: 'Ada', governmentid: '1' }, labels: { governmentid: 'One' } };
    const answer = await prefillRecipient({ token }, setting(secret).dependencies);
    if (!answer.ok) throw new Error('It was refused.');
    expect(answer.value.response).toMatchObject({ values: { firstname: 'Ada' }, labels: {} });
    expect(JSON.stringify(answer.value.response)).not.toContain('governmentid');
    const { dependencies, asked } = setting(null, { firstname: 'Ada' });
    const defaultColumns = ['firstname', 'governmentid'];
    await prefillRecipient({ token }, { ...dependencies, defaultColumns });
    const publicColumns = new Set(['governmentid']);
    await prefillRecipient(
      { token },
      {
        ...setting(null).dependencies,
        members: dependencies.members,
        defaultColumns,
        publicColumns,
      },
    );
    expect(asked).toEqual([['firstname'], ['governmentid']]);
  });

  it('says not-found for somebody who is not there', async () => {
    const { dependencies } = setting(null);
    const answer = await prefillRecipient({ token: tokens.sign(claims, noon, 60) }, dependencies);
    expect(answer).toEqual({ ok: false, failure: 'not-found' });
  });

  it('refuses the links of a revoked run', async () => {
    const { dependencies } = setting(stored);
    const token = tokens.sign({ ...claims, runId }, noon, 60);
    expect(await prefillRecipient({ token }, dependencies)).toEqual({ ok: false, failure: 'token-invalid' });
  });
});

describe('the on-demand read', () => {
  const plan: readonly ColumnPlan[] = [{ logicalName: 'firstname', kind: 'text', property: 'firstname' }];
  const source = (properties: Readonly<Record<string, unknown>> | null) => {
    let plans = 0;
    let reads = 0;
    const checks: Partial<SourceChecks> = {
      planColumns: async () => ({ contact: ((plans += 1), plan), lead: [] }),
    };
    const fake: Partial<MemberReads> = {
      membersById: async (ids, layout, take) => {
        reads += 1;
        // A column that was not asked for is absent.
        const wanted = new Set(layout.columns);
        const shown = Object.entries(properties ?? {}).filter(([name]) => wanted.has(name));
        const reader = memberReader(layout, null, take);
        const row = (id: RowId) => reader.take({ contactid: id, ...Object.fromEntries(shown) });
        return members({ values: properties === null ? [] : ids.map(row), next: null });
      },
      presence: async (_table, ids) => new Map(ids.map((id) => [id, 'gone'])),
    };
    return {
      source: { checks: checks as SourceChecks, members: fake as MemberReads },
      plans: () => plans,
      reads: () => reads,
    };
  };
  const signal = new AbortController().signal;
  const reading = { rules: consentRules(usualOptOutFlags), now: () => noon, timeZone: async () => null };
  const fetch = (given: ReturnType<typeof source>) =>
    createMemberSource({ source: given.source, ...reading }).fetch('contact', contactId, ['firstname'], signal);

  it('returns the columns asked for', async () => {
    const member = await fetch(source({ statecode: 0, emailaddress1: 'a@example.com', firstname: 'Ada' }));
    if (member.kind !== 'profile') throw new Error(`The answer was ${member.kind}.`);
    expect(member.profile).toMatchObject({ table: 'contact', id: contactId, fetchedAt: noon });
    expect(member.profile.values).toEqual({ firstname: 'Ada' });
  });

  const well = { statecode: 0, emailaddress1: 'a@example.com' };
  it.each([
    ['inactive', { ...well, statecode: 1 }, { kind: 'closed', reason: 'inactive', since: noon }],
    ['opted out', { ...well, donotbulkemail: true }, { kind: 'closed', reason: 'opted-out', since: noon }],
    ['gone', null, { kind: 'closed', reason: 'deleted', since: noon }],
    ['without e-mail', { statecode: 0 }, { kind: 'nothing' }],
    ['with a value that its column does not allow', { ...well, firstname: 4 }, { kind: 'nothing' }],
  ])('shows nobody whom a run would not store, and says who is closed: %s', async (_case, properties, expected) => {
    expect(await fetch(source(properties))).toEqual(expected);
  });

  it('E11 does not take somebody for deleted whom it may not read', async () => {
    const given = source(null);
    given.source.members.presence = async (_table, ids) => new Map(ids.map((id) => [id, 'unreadable']));
    expect(await fetch(given)).toEqual({ kind: 'nothing' });
  });

  it('B2 answers for nobody while it cannot read who opted out', async () => {
    const given = source({ statecode: 0, emailaddress1: 'a@example.com', firstname: 'Ada' });
    const asked: string[] = [];
    given.source.checks.planColumns = async (_fields, _tables, _call, deciding = {}) => {
      asked.push(...(deciding.contact ?? []));
      throw decidingColumnSecured('contact', 'donotbulkemail');
    };
    await expect(fetch(given)).rejects.toMatchObject({ code: 'FIELD_SECURED' });
    expect(asked).toEqual(expect.arrayContaining([...usualOptOutFlags, 'statecode', 'emailaddress1']));
    expect(given.reads()).toBe(0);
  });

  it('asks in the turn that forms share, whatever it asks, so that no run takes it from them', async () => {
    const given = source(null);
    const flows: string[] = [];
    const { checks, members: reads } = given.source;
    const [plan, byId] = [checks.planColumns.bind(checks), reads.membersById.bind(reads)];
    checks.planColumns = async (...asked) => (flows.push(asked[2].flow), plan(...asked));
    reads.membersById = async (...asked) => (flows.push(asked[3].flow), byId(...asked));
    reads.presence = async (_table, ids, { flow }) => (flows.push(flow), new Map(ids.map((id) => [id, 'gone'])));
    await fetch(given);
    expect(flows).toEqual(['prefill', 'prefill', 'prefill']);
  });

  it('asks once for the metadata of many reads', async () => {
    const given = source({ statecode: 0, emailaddress1: 'a@example.com', firstname: 'Ada' });
    const members = createMemberSource({ source: given.source, ...reading });
    const click = () => members.fetch('contact', contactId, ['firstname'], signal);
    await Promise.all([click(), click()]);
    expect(given.reads()).toBe(2);
    expect(given.plans()).toBe(1);
  });
});
