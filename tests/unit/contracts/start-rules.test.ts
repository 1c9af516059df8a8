import { startProblems, type StartCandidate } from '@pmds/contracts/start/start-rules';

const complete: StartCandidate = {
  name: 'Spring mailing',
  notificationEmails: 'ada@example.com; ben@example.org',
  fields: '{"version":1,"contact":["firstname"],"lead":["companyname"]}',
  lists: [
    { name: 'Customers', table: 'contact', active: true },
    { name: 'Prospects', table: 'lead', active: true },
  ],
};

const codes = (change: Partial<StartCandidate>): readonly string[] =>
  startProblems({ ...complete, ...change }).map((problem) => problem.code);

describe('the rules of a start', () => {
  it('let a complete sync start', () => {
    expect(startProblems(complete)).toEqual([]);
  });

  it('CD-04 refuse a start without a list and say where lists are added', () => {
    const [problem] = startProblems({ ...complete, lists: [] });
    expect(problem?.code).toBe('NO_LIST');
    expect(problem?.sentence).toContain('Marketing Lists');
  });

  it.each([
    ['nobody@', 'nobody@'],
    ['ada@example.com; not an address', 'not an address'],
    ['a@b', 'a@b'],
    ['a..b@example.com', 'a..b@example.com'],
  ])('CD-12 refuse %j and name the part that is no address', (notificationEmails, part) => {
    const [problem] = startProblems({ ...complete, notificationEmails });
    expect(problem).toMatchObject({ code: 'EMAIL_INVALID', column: 'pmds_notificationemails' });
    expect(problem?.sentence).toContain(`"${part}"`);
  });

  it('CD-12 accept several addresses separated by semicolons, with blanks and a trailing one', () => {
    expect(codes({ notificationEmails: ' ada@example.com ;; o’neil@example.co.uk; ' })).toEqual([]);
  });

  it.each([null, '', ' ; '])('ask for an address when the text is %j', (notificationEmails) => {
    expect(codes({ notificationEmails })).toEqual(['EMAIL_MISSING']);
  });

  it('CD-25 refuse a lead list without a lead field, naming Lead', () => {
    const [problem] = startProblems({ ...complete, fields: '{"version":1,"contact":["firstname"],"lead":[]}' });
    expect(problem?.code).toBe('NO_FIELD_FOR_LEAD');
    expect(problem?.sentence).toContain('Lead');
  });

  it('CD-25 do not ask for fields of a table that no list holds', () => {
    const contactsOnly = complete.lists.filter((list) => list.table === 'contact');
    expect(codes({ fields: '{"version":1,"contact":["firstname"],"lead":[]}', lists: contactsOnly })).toEqual([]);
  });

  it('CD-25 ask for a contact field where accounts are listed, whose primary contacts are synced', () => {
    const lists = [{ name: 'Firms', table: 'account', active: true }] as const;
    expect(codes({ lists })).toEqual([]);
    expect(codes({ lists, fields: '{"version":1,"contact":[],"lead":["firstname"]}' })).toEqual([
      'NO_FIELD_FOR_CONTACT',
    ]);
  });

  it('refuse an inactive list and a list of an unknown kind, each by its name', () => {
    const problems = startProblems({
      ...complete,
      lists: [
        ...complete.lists,
        { name: 'Old', table: 'contact', active: false },
        { name: 'Firms', table: null, active: true },
      ],
    });
    expect(problems.map((problem) => problem.code)).toEqual(['LIST_INACTIVE', 'LIST_KIND_UNSUPPORTED']);
    expect(problems[0]?.sentence).toContain('"Old"');
    expect(problems[1]?.sentence).toContain('"Firms"');
  });

  it.each([
    '{',
    '[]',
    '{"version":2}',
    '{"version":1,"contact":"firstname"}',
    '{"version":1,"contact":["First Name"]}',
  ])('refuse stored fields %j instead of starting with none', (fields) => {
    expect(codes({ fields })).toEqual(['FIELDS_UNREADABLE']);
  });

  it('report everything at once, in the order of the form', () => {
    expect(
      codes({ name: ' ', notificationEmails: null, fields: null, lists: [{ name: 'L', table: 'lead', active: true }] }),
    ).toEqual(['NAME_MISSING', 'EMAIL_MISSING', 'NO_FIELD_FOR_LEAD']);
  });
});
