import { createRecipientSource } from '@pmds/bridge/adapters/dataverse/source/recipient-source';
import { usualOptOutFlags } from '@pmds/bridge/domain/member/settled-outcome';
import { readMembers } from '@pmds/bridge/application/members/read-members';
import { consentRules } from '@pmds/bridge/domain/member/consent/consent-rules';
import { MemberReading } from '@pmds/bridge/domain/member/member-reading';
import type { MemberRecord } from '@pmds/bridge/domain/member/record/record';
import type { ColumnPlan } from '@pmds/bridge/domain/member/columns';
import type { MemberPageRequest, MemberSource } from '@pmds/bridge/ports/recipient-source';
import { parseRowId, type RowId } from '@pmds/contracts/ids';
import { aClient, json, refusal, ScriptedTransport, type Answer } from './engine-fakes/scripted-transport';

const guid = (number: number): RowId => {
  const id = parseRowId(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
  if (!id.ok) throw new Error('not a GUID');
  return id.value;
};
const call = { flow: 'run', signal: new AbortController().signal };
const all = { from: null, to: null };
const changedSince = new Date('2026-01-02T03:04:05Z');
const readingOf = (columns: readonly ColumnPlan[]) =>
  new MemberReading('contact', columns, consentRules(usualOptOutFlags));
const { layout } = readingOf([]);
const pageOf = (columns: readonly ColumnPlan[]): MemberPageRequest => {
  return { source: fixed, layout: readingOf(columns).layout, slice: all, changedSince: null, at: null };
};
const idOf = (record: MemberRecord): RowId => record.id;
const fixed: MemberSource = { table: 'contact', lists: [0, 2], query: { kind: 'static', listIds: [guid(1), guid(3)] } };
const query =
  '<fetch><entity name="contact"><filter><condition attribute="city" operator="eq" value="Ulm"/></filter></entity></fetch>';
const dynamic: MemberSource = {
  table: 'contact',
  lists: [1],
  query: { kind: 'dynamic', fetchXml: query, listName: 'Ulm' },
};

function sourceOn(...answers: readonly Answer[]) {
  const transport = new ScriptedTransport(...answers);
  return { transport, source: createRecipientSource({ client: aClient(transport).client, pageRows: 5000 }) };
}
const attribute = (LogicalName: string, type: string, more = {}): object => ({
  LogicalName,
  AttributeTypeName: { Value: type },
  AttributeOf: null,
  IsValidForRead: true,
  IsValidODataAttribute: true,
  IsSecured: false,
  ...more,
});

describe('the recipient source', () => {
  it('reads all static lists of a table in one exists query, ordered by the primary key alone', async () => {
    const { source, transport } = sourceOn(
      json({ value: [{ contactid: guid(9), emailaddress1: 'ada@example.org', firstname: 'Ada' }] }),
    );
    const columns = [{ logicalName: 'firstname', kind: 'text', property: 'firstname' } as const];
    const reading = readingOf(columns);
    const page = await readMembers(
      reading,
      (take) => source.members.memberPage(pageOf(columns), take, call),
      call.signal,
    );
    expect(page.rows).toEqual([{ id: guid(9), value: { kind: 'profile', cells: '["Ada"]' } }]);
    const fetchXml = transport.fetchXml(0);
    expect(fetchXml).toContain('link-type="exists"');
    expect(fetchXml).toContain(`<value>${guid(1)}</value><value>${guid(3)}</value>`);
    expect(fetchXml.match(/<order [^>]*>/g)).toEqual(['<order attribute="contactid"/>']);
    for (const name of ['statecode', 'emailaddress1', 'donotbulkemail', 'donotemail', 'donotsendmm', 'firstname']) {
      expect(fetchXml).toContain(`<attribute name="${name}"/>`);
    }
  });

  it('CD-05 asks in one call who of the members of static lists changed last', async () => {
    const { source, transport } = sourceOn(json({ value: [] }));
    await source.members.changedMembers({ sources: [fixed], layout, changedSince }, idOf, call);
    expect(transport.requests).toHaveLength(1);
    expect(transport.fetchXml(0)).toContain('<order attribute="modifiedon" descending="true"/>');
    expect(transport.fetchXml(0)).toContain('attribute="modifiedon" operator="ge" value="2026-01-02T03:04:05Z"');
    expect(transport.fetchXml(0)).toContain(`<value>${guid(1)}</value><value>${guid(3)}</value>`);
  });

  it('N15 asks in one call for the first mail that is planned to any of the lists', async () => {
    const { source, transport } = sourceOn(json({ value: [{ scheduledstart: '2026-03-01T09:00:00Z' }] }));
    const lists = [guid(1), guid(3)].map(
      (id) => ({ id, name: '', table: 'lead', kind: 'dynamic', query: '' }) as const,
    );
    const from = new Date('2026-02-27T03:04:05.678Z');
    expect(await source.lists.plannedSend(lists, from, call)).toEqual(new Date('2026-03-01T09:00:00Z'));
    expect(transport.requests).toHaveLength(1);
    const fetchXml = transport.fetchXml(0);
    expect(fetchXml).toContain('<fetch top="1"><entity name="campaignactivity"><attribute name="scheduledstart"/>');
    expect(fetchXml).toContain('<order attribute="scheduledstart"/>');
    expect(fetchXml).toContain('attribute="scheduledstart" operator="ge" value="2026-02-27T03:04:05Z"');
    expect(fetchXml).toContain(`operator="in"><value>${guid(1)}</value><value>${guid(3)}</value>`);
  });

  it.each([
    ['none', []],
    ['one without a date', [{ scheduledstart: null }]],
  ])('N15 says that no mail is planned where Dataverse names %s', async (_, value) => {
    const { source } = sourceOn(json({ value }));
    expect(await source.lists.plannedSend([], new Date(), call)).toBeNull();
  });

  it('CD-05 asks in one call as well where there are dynamic lists, of all rows of the table', async () => {
    const { source, transport } = sourceOn(json({ value: [] }));
    await source.members.changedMembers({ sources: [fixed, dynamic], layout, changedSince }, idOf, call);
    expect(transport.requests).toHaveLength(1);
    expect(transport.fetchXml(0)).not.toContain('listmember');
    const none = await source.members.changedMembers({ sources: [], layout, changedSince }, idOf, call);
    expect(none).toMatchObject({ rows: [], next: null });
    expect(transport.requests).toHaveLength(1);
  });

  it('asks for the two paging annotations, and for formatted values only where a lookup needs its label', async () => {
    const { source, transport } = sourceOn(json({ value: [] }));
    await source.members.memberPage(pageOf([{ logicalName: 'a', kind: 'choice', property: 'a' }]), idOf, call);
    await source.members.memberPage(pageOf([{ logicalName: 'o', kind: 'lookup', property: '_o_value' }]), idOf, call);
    const prefer = transport.requests.map((request) => request.headers['prefer']);
    expect(prefer[0]).toBe(
      'odata.include-annotations="Microsoft.Dynamics.CRM.fetchxmlpagingcookie,Microsoft.Dynamics.CRM.morerecords"',
    );
    expect(prefer[1]).toContain('OData.Community.Display.V1.FormattedValue');
  });

  it('asks for members changed since a moment, of static and of dynamic lists alike', async () => {
    const { source, transport } = sourceOn(json({ value: [] }));
    await source.members.memberPage({ ...pageOf([]), changedSince }, idOf, call);
    await source.members.memberPage({ ...pageOf([]), source: dynamic, changedSince }, idOf, call);
    const condition = '<condition attribute="modifiedon" operator="ge" value="2026-01-02T03:04:05Z"/>';
    expect([transport.fetchXml(0), transport.fetchXml(1)].every((xml) => xml.includes(condition))).toBe(true);
    expect(transport.fetchXml(1)).toContain('value="Ulm"');
  });

  it('takes memberships of static lists from listmember, ids alone, and says which list each is of', async () => {
    const rows = [
      { listmemberid: guid(50), _entityid_value: guid(9), _listid_value: guid(3).toUpperCase() },
      { listmemberid: guid(51), _entityid_value: 'nobody', _listid_value: guid(1) },
    ];
    const { source, transport } = sourceOn(json({ value: rows }));
    const page = await source.lists.membershipPage(fixed, all, null, call);
    expect(page).toEqual({ rows: [{ id: guid(9), list: 2 }], invalidIds: ['nobody'], next: null });
    expect(transport.requests[0]?.url).toContain('/listmembers?fetchXml=');
  });

  it('E3 E5 knows how long the pages of a run take by the quickest of late, finding the ends of the lists among them', async () => {
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
    const { source, transport } = sourceOn(json({ value: [{ versionnumber: 1 }] }));
    const send = transport.send.bind(transport);
    let takes = 1_500;
    transport.send = (request) => {
      now += takes;
      return send(request);
    };
    try {
      expect(source.pace.pageMs('run')).toBe(0);
      await source.lists.membershipSpan(fixed, call);
      expect(source.pace.pageMs('run')).toBeGreaterThanOrEqual(1_500);
      takes = 40;
      await source.lists.membershipPage(fixed, all, null, call);
      takes = 2_000;
      await source.lists.membershipPage(fixed, all, null, call);
      expect(source.pace.pageMs('run')).toBe(40);
      // Sixteen slow answers later nothing speaks for a quick server any more.
      for (let page = 0; page < 15; page += 1) await source.lists.membershipPage(fixed, all, null, call);
      expect(source.pace.pageMs('run')).toBe(2_000);
      expect(source.pace.pageMs('another run')).toBe(0);
    } finally {
      clock.mockRestore();
    }
  });

  it("takes members of a dynamic list from the list's own query, ids alone", async () => {
    const { source, transport } = sourceOn(json({ value: [{ contactid: guid(9) }] }));
    const page = await source.lists.membershipPage(dynamic, all, null, call);
    expect(page.rows).toEqual([{ id: guid(9), list: 1 }]);
    expect(transport.fetchXml(0)).toContain('value="Ulm"');
    expect(transport.fetchXml(0).match(/<attribute /g)).toHaveLength(1);
  });

  it('names the list when Dataverse refuses its query', async () => {
    const { source } = sourceOn(
      refusal(400, '0x80041103', "'contact' entity doesn't contain attribute with Name = 'city'"),
    );
    await expect(source.lists.membershipPage(dynamic, all, null, call)).rejects.toMatchObject({
      code: 'LIST_QUERY_REFUSED',
      message: expect.stringContaining('"Ulm"') as string,
    });
  });

  it('ends the run with ACCESS_DENIED when the table may not be read', async () => {
    const { source } = sourceOn(refusal(403, '0x80040220', 'missing prvReadContact privilege'));
    await expect(source.members.memberPage(pageOf([]), idOf, call)).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
  });

  it('asks again for a page that is not JSON, and ends the run when it stays so', async () => {
    const { source } = sourceOn({ body: '{"value":[' }, json({ value: [] }));
    expect((await source.members.memberPage(pageOf([]), idOf, call)).rows).toEqual([]);
    const broken = sourceOn({ body: '{"value":[' });
    await expect(broken.source.members.memberPage(pageOf([]), idOf, call)).rejects.toMatchObject({
      code: 'PAGE_INVALID',
    });
  });

  it("B9 waits where a proxy's page stands in the place of rows, and blames neither list nor page", async () => {
    const { source } = sourceOn({ body: '<html>' });
    await expect(source.lists.membershipPage(dynamic, all, null, call)).rejects.toMatchObject({
      failureCode: 'FOREIGN_ANSWER',
      retry: { afterMs: 0 },
      message: expect.stringContaining('with a web page') as string,
    });
  });

  it.each([
    [501, '0x80040216'],
    [520, '0x80040216'],
    [404, '0x80040216'],
  ])('B13 does not blame the list for a %d', async (status, code) => {
    const { source } = sourceOn(refusal(status, code, 'Something.'));
    const asked = source.lists.membershipPage(dynamic, all, null, call);
    await expect(asked).rejects.not.toMatchObject({ code: 'LIST_QUERY_REFUSED' });
  });

  it('tells members that are gone from members that may not be read, in one call', async () => {
    const part = (status: number, code: string): string =>
      `--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 ${status} X\r\nOData-Version: 4.0\r\n\r\n{"error":{"code":"${code}","message":"x"}}\r\n`;
    const body = `${part(200, '')}${part(404, '0x80040217')}${part(403, '0x80040220')}--b--\r\n`;
    const { source, transport } = sourceOn({ body, headers: { 'content-type': 'multipart/mixed; boundary=b' } });
    const presence = await source.members.presence('contact', [guid(1), guid(2), guid(3)], call);
    expect([...presence.values()]).toEqual(['readable', 'gone', 'unreadable']);
    expect(transport.requests).toHaveLength(1);
  });

  it('sends a query that is too long for a URL inside a $batch', async () => {
    const answer = `--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\nOData-Version: 4.0\r\n\r\n{"value":[]}\r\n--b--\r\n`;
    const { source, transport } = sourceOn({
      body: answer,
      headers: { 'content-type': 'multipart/mixed; boundary=b' },
    });
    const page = await source.members.membersById(
      Array.from({ length: 400 }, (_, n) => guid(n)),
      layout,
      idOf,
      call,
    );
    expect(page.rows).toEqual([]);
    expect(transport.requests[0]?.url).toBe('https://org.example/api/data/v9.2/$batch');
  });

  it.each([
    ['does not exist any more', [], 'FIELD_MISSING'],
    ['is virtual', [attribute('birthdate', 'VirtualType')], 'FIELD_NOT_READABLE'],
    ['belongs to another column', [attribute('birthdate', 'StringType', { AttributeOf: 'x' })], 'FIELD_NOT_READABLE'],
    ['cannot be read', [attribute('birthdate', 'StringType', { IsValidForRead: false })], 'FIELD_NOT_READABLE'],
    ['is secured', [attribute('birthdate', 'DateTimeType', { IsSecured: true })], 'FIELD_SECURED'],
  ])('N19 refuses a selected field that %s, naming it', async (_, attributes, code) => {
    const { source } = sourceOn(json({ value: attributes }));
    const planned = source.checks.planColumns({ contact: ['birthdate'], lead: [] }, ['contact'], call);
    await expect(planned).rejects.toMatchObject({ code, message: expect.stringContaining('"birthdate"') as string });
  });

  it('takes labels of choices from the metadata, once', async () => {
    const choice = {
      LogicalName: 'gendercode',
      OptionSet: { Options: [{ Value: 2, Label: { UserLocalizedLabel: { Label: 'Female' } } }] },
    };
    const { source } = sourceOn(json({ value: [attribute('gendercode', 'PicklistType')] }), json({ value: [choice] }));
    const plan = await source.checks.planColumns({ contact: ['gendercode'], lead: [] }, ['contact'], call);
    expect(plan.contact).toEqual([
      { logicalName: 'gendercode', kind: 'choice', property: 'gendercode', labels: { '2': 'Female' } },
    ]);
  });
});
