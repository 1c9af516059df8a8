import { randomUUID } from 'node:crypto';
import { parseSubmissionChanges } from '@pmds/contracts/web-form/submission';
import { until } from '../../support/waiting';
import { aFormField, aSubmitWorld, formOrigin, type SubmitWorld } from './submit-world';

const person = () => ({
  firstname: 'Ann',
  lastname: 'Lee',
  emailaddress1: `ann.${randomUUID()}@example.org`,
  jobtitle: 'Clerk',
});

describe('N12 what a form sends', () => {
  let world: SubmitWorld;
  let form: { readonly key: string; readonly id: string };

  beforeAll(async () => {
    world = await aSubmitWorld();
    form = await world.aForm([
      aFormField('firstname'),
      aFormField('lastname'),
      aFormField('emailaddress1'),
      aFormField('jobtitle'),
      aFormField('gendercode'),
      aFormField('description', { submit: 'only-if-empty' }),
      aFormField('birthdate', { submit: 'review' }),
      aFormField('salutation', { submit: 'never' }),
    ]);
  });
  afterAll(() => world[Symbol.asyncDispose]());
  afterEach(() => world.admin('DELETE', 'faults'));

  const contact = (id: string) =>
    world.row(`contacts(${id})?$select=firstname,lastname,emailaddress1,jobtitle,gendercode,description,birthdate`);
  const changesOf = (text: unknown) => {
    const changes = parseSubmissionChanges(text as string | null);
    if (!changes.ok) throw new Error(changes.failure.reason);
    return Object.fromEntries(changes.value.map(({ column, outcome, reason }) => [column, reason ?? outcome]));
  };

  it('is written into the record of its link, and its row says what', async () => {
    const id = await world.aContact(person());
    const sent = await world.send(world.token(id, form.key), {
      jobtitle: 'Head',
      gendercode: '2',
      description: 'From the form',
      salutation: 'Dr.',
      lastname: '',
      unknown: 'secret value',
    });
    const row = await world.submission(sent, 'applied');
    expect(await contact(id)).toMatchObject({
      jobtitle: 'Head',
      gendercode: 2,
      description: 'From the form',
      lastname: 'Lee',
    });
    expect(row).toMatchObject({ _pmds_contactid_value: id, _pmds_webformid_value: form.id });
    expect(changesOf(row['pmds_changes'])).toEqual({
      jobtitle: 'written',
      gendercode: 'written',
      description: 'written',
      salutation: 'rule-never',
    });
    expect(JSON.parse(row['pmds_sent'] as string)).toMatchObject({ version: 1, ignored: ['unknown'] });
    expect(JSON.stringify(row)).not.toContain('secret value');
    expect(row['pmds_statusreason']).toContain('"unknown"');
  });

  it('N12: changes nothing where it makes another person of the record', async () => {
    const before = person();
    const id = await world.aContact(before);
    const sent = await world.send(world.token(id, form.key), {
      lastname: 'Roe',
      emailaddress1: 'roe@example.org',
      jobtitle: 'Head',
    });
    const row = await world.submission(sent, 'needsReview');
    expect(await contact(id)).toMatchObject(before);
    expect(changesOf(row['pmds_changes'])).toEqual({
      lastname: 'identity',
      emailaddress1: 'identity',
      jobtitle: 'identity',
    });
  });

  it('N12: changes nothing where the address is that of another record', async () => {
    const [before, other] = [person(), person()];
    const id = await world.aContact(before);
    await world.aContact(other);
    const sent = await world.send(world.token(id, form.key), { emailaddress1: other.emailaddress1 });
    const row = await world.submission(sent, 'needsReview');
    expect(await contact(id)).toMatchObject(before);
    expect(changesOf(row['pmds_changes'])).toEqual({ emailaddress1: 'address-taken' });
  });

  it('is one where it is sent twice, whatever the second says, and nobody else’s', async () => {
    const [id, other] = [await world.aContact(person()), await world.aContact(person())];
    const sent = await world.send(world.token(id, form.key), { jobtitle: 'First' });
    await world.submission(sent, 'applied');
    await world.send(world.token(id, form.key), { jobtitle: 'Second' }, sent);
    const taken = await world.submit(world.token(other, form.key), {
      id: sent,
      values: { jobtitle: 'Third' },
      elapsedMs: 9_000,
      trap: '',
    });
    expect(taken.status).toBe(409);
    const last = await world.send(world.token(id, form.key), { firstname: 'Anna' });
    await world.submission(last, 'applied');
    expect(await contact(id)).toMatchObject({ jobtitle: 'First', firstname: 'Anna' });
    expect(await contact(other)).toMatchObject({ jobtitle: 'Clerk' });
  });

  it('is written in its order', async () => {
    const id = await world.aContact(person());
    const token = world.token(id, form.key);
    const sent: string[] = [];
    for (const jobtitle of ['One', 'Two', 'Three', 'Four']) sent.push(await world.send(token, { jobtitle }));
    for (const one of sent) await world.submission(one, 'applied');
    expect(await contact(id)).toMatchObject({ jobtitle: 'Four' });
  });

  it.each([
    ['a trap that people do not see', { elapsedMs: 30_000, trap: 'x' }],
    ['a hand too fast', { elapsedMs: 10, trap: '' }],
  ])('is kept aside in the same words for %s', async (_, signs) => {
    const id = await world.aContact(person());
    const sent = randomUUID();
    const answer = await world.submit(world.token(id, form.key), { id: sent, values: { jobtitle: 'Robot' }, ...signs });
    expect([answer.status, await answer.json()]).toEqual([202, { id: sent, state: 'received' }]);
    const row = await world.submission(sent, 'rejected');
    expect(row['pmds_statusreason']).toContain('robots');
    expect(await contact(id)).toMatchObject({ jobtitle: 'Clerk' });
  });

  it('waits while Dataverse does not take it, and is written once', async () => {
    const id = await world.aContact(person());
    await world.admin('POST', 'faults', { kind: 'status', status: 403, match: '$batch', count: 1_000 });
    const sent = await world.send(world.token(id, form.key), { jobtitle: 'Head' });
    await until('it is refused', async () => {
      const health = await fetch(`${world.bridge.operationsUrl}/health`);
      return ((await health.json()) as { deadLetters: number }).deadLetters === 1 ? true : null;
    });
    expect(await contact(id)).toMatchObject({ jobtitle: 'Clerk' });
    await world.admin('DELETE', 'faults');
    await world.submission(sent, 'applied');
    expect(await contact(id)).toMatchObject({ jobtitle: 'Head' });
  });

  it('is written once where the answer to the write was lost', async () => {
    const id = await world.aContact(person());
    await world.admin('POST', 'faults', { kind: 'truncate', match: '$batch', count: 3 });
    const sent = await world.send(world.token(id, form.key), { jobtitle: 'Head' });
    await world.submission(sent, 'applied');
    expect(await contact(id)).toMatchObject({ jobtitle: 'Head' });
  });

  const someone = '11111111-2222-4333-8444-555555555555';
  const good = { id: randomUUID(), values: {}, elapsedMs: 5_000, trap: '' };
  it.each([
    ['no JSON', '{', 400, undefined],
    ['a list', [], 400, '(body)'],
    ['no id', { ...good, id: 'x' }, 400, 'id'],
    ['an id of zeros', { ...good, id: '00000000-0000-0000-0000-000000000000' }, 400, 'id'],
    ['no values', { ...good, values: null }, 400, 'values'],
    ['a number in a value', { ...good, values: { jobtitle: 7 } }, 400, 'values.jobtitle'],
    ['no time', { ...good, elapsedMs: '5' }, 400, 'elapsedMs'],
    ['a trap that is no text', { ...good, trap: 1 }, 400, 'trap'],
    ['65 KB', { ...good, values: { jobtitle: 'x'.repeat(65 * 1_024) } }, 413, undefined],
  ])('is refused as a problem that names the field: %s', async (_, body, status, field) => {
    const answer = await world.submit(world.token(randomUUID(), form.key), body);
    expect(answer.status).toBe(status);
    if (field !== undefined) {
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({ status, field });
    }
  });

  it('is refused for a token that opens nothing as filling in is', async () => {
    const right = world.token(someone, form.key);
    const tokens = [`${right.slice(0, -2)}xx`, world.token(someone, 'nobodys-form'), 'a.b.c'];
    for (const token of tokens) {
      const submit = await world.submit(token, good);
      const prefill = await fetch(`${world.bridge.url}/v1/prefill`, { headers: { authorization: `Bearer ${token}` } });
      expect([submit.status, await submit.json()]).toEqual([prefill.status, await prefill.json()]);
    }
  });

  it('is taken from pages of the form alone', async () => {
    const token = world.token(someone, form.key);
    const from = (origin: string) => world.submit(token, { ...good, id: randomUUID() }, { origin });
    const allowed = await from(formOrigin);
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([202, formOrigin]);
    expect((await from('https://elsewhere.example.org')).status).toBe(403);
    const preflight = await fetch(`${world.bridge.url}/v1/submissions`, {
      method: 'OPTIONS',
      headers: {
        origin: formOrigin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, formOrigin]);
  });
});
