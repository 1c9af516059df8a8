import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '@pmds/scripts/report';
import { expectedCounts } from '@pmds/scripts/seeds/expected';
import { seedLists } from '@pmds/scripts/seeds/lists';
import { seedOfSize } from '@pmds/scripts/seeds/seed';
import { npmStart } from '../support/start-command.js';

describe('npm start -- --once', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pmds-once-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const reported = (file: string): Report => JSON.parse(readFileSync(file, 'utf8')) as Report;

  it('ends with 0 and leaves nothing that answers, having reported the counts that the seeds alone lead to expect', async () => {
    const file = join(folder, 'reports', 'seeds.json');
    const result = await npmStart('--once', '--size', '600', '--report', file);
    expect(result.stderr).toBe('');
    expect(result.code).toBe(0);
    const report = reported(file);
    const seed = seedOfSize(600, 1);
    const expected = expectedCounts(seed, seedLists(seed));
    for (const table of ['contact', 'lead'] as const) {
      const { members, outcomes } = expected[table];
      expect(report.counts[table]).toEqual({
        members,
        synced: outcomes.synced,
        unchanged: 0,
        skipped: {
          deleted: outcomes['skipped-deleted'],
          inactive: outcomes['skipped-inactive'],
          noEmail: outcomes['skipped-no-email'],
          optedOut: outcomes['skipped-opted-out'],
        },
        failed: { unreadable: 0, value: outcomes['failed-value'] },
      });
    }
    expect(report.apiCalls).toBeGreaterThan(0);
    for (const address of Object.values(report.addresses)) expect(result.stdout).toContain(address);
    await expect(fetch(report.addresses.mailbox)).rejects.toThrow();
    await expect(fetch(report.addresses.form)).rejects.toThrow();
  });

  it('syncs contacts and leads from files as Dynamics exports them', async () => {
    const [contacts, leads, file] = [join(folder, 'contacts.csv'), join(folder, 'leads.csv'), join(folder, 'csv.json')];
    writeFileSync(
      contacts,
      '\ufeff"(Do Not Modify) Contact","(Do Not Modify) Row Checksum","First Name","Last Name","Email","Gender","Company Name","Birthday","Status","Do not allow Bulk Emails"\r\n' +
        '"3a977f59-f8ce-4931-a199-6a514bae39d1","x==","Zoë ""Z.""","O\'Brien, Jr.","zoe@example.com","Female","Müller & Söhne","1984-02-29","Active","Allow"\r\n' +
        '"0ffdef56-3f1a-4dcc-8b8b-133cd70b438f","y==","陽子","𠮷野","yoko@example.com","","","","Active","Do Not Allow"\r\n' +
        '"2f40c489-2a69-454e-9f40-eb850a412295","z==","אורי","כהן","","","","","Active","Allow"\r\n' +
        '"4f40c489-2a69-454e-9f40-eb850a412295","z==","Gone","Away","gone@example.com","","","","Inactive","Allow"\r\n',
    );
    writeFileSync(
      leads,
      'sep=;\r\nAktive Leads;;;;;;\r\n' +
        '(Nicht ändern) Lead;(Nicht ändern) Zeilenprüfsumme;(Nicht ändern) Geändert am;Thema;Nachname;E-Mail;Jahresumsatz;E-Mails nicht zulassen;Bewertung\n' +
        '5f40c489-2a69-454e-9f40-eb850a412295;x==;30.06.2025 08:00;Messe;Ξενάκης;x@example.org;12.500,50 €;Zulassen;Heiß\r\n' +
        ';;;;;;;;\r\n' +
        '6f40c489-2a69-454e-9f40-eb850a412295;y==;30.06.2025 08:00;Messe;Grün;g@example.org;1.200;Nicht zulassen;\r\n' +
        'Summe;;;;;;13.700,50;;\r\n',
    );
    const result = await npmStart('--once', '--contacts', contacts, '--leads', leads, '--report', file);
    expect(result.stderr).toBe('');
    expect(result.code).toBe(0);
    const { counts } = reported(file);
    expect(counts.contact).toMatchObject({ members: 4, synced: 1, skipped: { inactive: 1, noEmail: 1, optedOut: 1 } });
    expect(counts.lead).toMatchObject({ members: 2, synced: 1, skipped: { optedOut: 1 } });
    expect(result.stdout).toContain('numbers are read with a decimal comma, as in Germany or France, because line 4');
    expect(result.stdout).toContain('line 7 ("Summe") sums up the rows above it and is left out.');
    expect(result.stdout).toContain('1 blank row of the files left out');
  });
});
