import { columnNames, languageWords } from '@pmds/scripts/csv/words/words';
import { read, rowsOf } from '../../../support/csv-people.js';

const id = '3a977f59-f8ce-4931-a199-6a514bae39d1';
const expected = {
  contactid: id,
  firstname: 'Zoë',
  lastname: 'Müller',
  emailaddress1: 'zoe@x.example',
  gendercode: 2,
  familystatuscode: 2,
  donotbulkemail: true,
  creditonhold: true,
  statecode: 1,
  birthdate: '1984-02-29',
  address1_city: 'Zürich',
  telephone1: '+41 44 000 00 00',
};

describe("C6: an organisation's export of Active Contacts", () => {
  it.each([
    [
      'English',
      `(Do Not Modify) Contact,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,First Name,Last Name,Email,Gender,Marital Status,Do not allow Bulk Emails,Credit Hold,Status,Birthday,Address 1: City,Business Phone
${id},x/==,2025-06-30 08:00:00,Zoë,Müller,zoe@x.example,Female,Married,Do Not Allow,Yes,Inactive,2/29/1984,Zürich,+41 44 000 00 00`,
    ],
    [
      'German',
      `(Nicht ändern) Kontakt;(Nicht ändern) Zeilenprüfsumme;(Nicht ändern) Geändert am;Vorname;Nachname;E-Mail;Geschlecht;Familienstand;Massen-E-Mails nicht zulassen;Kreditsperre;Status;Geburtstag;Adresse 1: Ort;Telefon (geschäftlich)
${id};x/==;30.06.2025 08:00;Zoë;Müller;zoe@x.example;Weiblich;Verheiratet;Nicht zulassen;Ja;Inaktiv;29.02.1984;Zürich;+41 44 000 00 00`,
    ],
    [
      'French',
      `(Ne pas modifier) Contact;(Ne pas modifier) Somme de contrôle de la ligne;(Ne pas modifier) Modifié le;Prénom;Nom;Adresse e-mail;Sexe;Situation de famille;Ne pas autoriser les e-mails en nombre;Crédit suspendu;Statut;Date de naissance;Adresse 1\u00a0: Ville;Téléphone (bureau)
${id};x/==;30/06/2025 08:00;Zoë;Müller;zoe@x.example;Féminin;Marié(e);Ne pas autoriser;Oui;Inactif;29/02/1984;Zürich;+41 44 000 00 00`,
    ],
    [
      'Hebrew',
      `(אין לשנות) איש קשר,(אין לשנות) סיכום ביקורת של שורה,(אין לשנות) השתנה בתאריך,שם פרטי,שם משפחה,דואר אלקטרוני,מין,מצב משפחתי,אל תאפשר דואר אלקטרוני בצובר,הקפאת אשראי,מצב,יום הולדת,כתובת 1: עיר,טלפון בעבודה
${id},x/==,30/06/2025 08:00,Zoë,Müller,zoe@x.example,נקבה,נשוי/אה,אל תאפשר,כן,לא פעיל,29/02/1984,Zürich,+41 44 000 00 00`,
    ],
  ])('is read in %s, with its ids', async (_, text) => {
    const { records, notes } = await read(`\ufeff${text}\r\n`);
    expect(records[0]?.row).toMatchObject(expected);
    expect(records[0]?.row['modifiedon']).toBe('2025-06-30T08:00:00Z');
    expect(notes.join('\n')).not.toMatch(/left out|new one/);
  });

  it('is read in capitals, with other hyphens and apostrophes, and letters in parts', async () => {
    const text = 'PRE\u0301NOM;NOM;E\u2011MAIL\nZoë;Müller;zoe@x.example\n';
    expect(await rowsOf(text)).toEqual([
      { firstname: 'Zoë', lastname: 'Müller', emailaddress1: 'zoe@x.example', statecode: 0 },
    ]);
  });

  it('has its ids in the first of the columns that it asks not to change, whatever its language calls them', async () => {
    const text = `(Nie zmieniać) Kontakt,(Nie zmieniać) Suma kontrolna,(Nie zmieniać) Data,lastname\n${id},x,y,Kowalski\n`;
    expect((await read(text)).records[0]?.id).toBe(id);
  });

  it('is refused as contacts when its rows are leads', async () => {
    const text = `(Nicht ändern) Lead,(Nicht ändern) Zeilenprüfsumme,Nachname\n${id},x,Müller\n`;
    await expect(read(text)).rejects.toThrow(
      'people.csv, line 1, column 1: the file holds rows of the table lead, not of contact. Give it with --leads.',
    );
    await expect(read(`(Ne pas modifier) Compte;Nom\n${id};M\n`)).rejects.toThrow('rows of the table account');
  });
});

describe('C6: ids', () => {
  it('are made where no column holds any, and that is said', async () => {
    expect((await read('Nachname\nA\n')).notes[0]).toContain('no column holds ids of rows, so that new ones are made');
  });

  it('that some rows lack are made for those, and that is said with the line of the first', async () => {
    const { records, notes } = await read(`contactid,lastname\n${id},A\n,B\n,C\n`);
    expect(records.map((record) => record.id === id)).toEqual([true, false, false]);
    expect(notes).toEqual(['people.csv: 2 rows have no id and get a new one, first in line 3.']);
  });

  it.each(['Record', 'Kennung', 'GUID'])(
    'in a column that nobody knows (%s) are not replaced by others',
    async (header) => {
      await expect(read(`${header},lastname\n${id},A\n`)).rejects.toThrow(
        `people.csv, line 2, column "${header}": the cell holds an id, but no column is known by this name. Name the column contactid`,
      );
    },
  );

  it('that are none are refused', async () => {
    await expect(read('(Nicht ändern) Kontakt;Nachname\n17;A\n')).rejects.toThrow(
      'people.csv, line 2, column "(Nicht ändern) Kontakt": expected a GUID. Correct the cell or leave it empty. It holds "17".',
    );
  });
});

describe('C6: consent', () => {
  const consent = async (header: string, cell: string) => (await rowsOf(`lastname;${header}\nA;${cell}\n`))[0];
  it.each([
    ['Do not allow Bulk Emails', 'Yes', 'donotbulkemail', true],
    ['Massen-E-Mails nicht zulassen', 'Ja', 'donotbulkemail', true],
    ['Massen-E-Mails nicht zulassen', 'Zulassen', 'donotbulkemail', false],
    ['Ne pas autoriser les e-mails en nombre', 'Non', 'donotbulkemail', false],
    ['donotbulkemail', 'WAHR', 'donotbulkemail', true],
    ['Send Marketing Materials', 'Do Not Send', 'donotsendmm', true],
    ['Marketingmaterial senden', 'Senden', 'donotsendmm', false],
    ['donotsendmm', 'FAUX', 'donotsendmm', false],
    ['donotsendmm', 'כן', 'donotsendmm', true],
  ] as const)('under "%s" is read from %s', async (header, cell, column, value) => {
    expect(await consent(header, cell)).toMatchObject({ [column]: value });
  });

  it.each([
    ['Send Marketing Materials', 'No'],
    ['Marketingmaterial senden', 'Nein'],
    ['Envoyer des documents marketing', 'Oui'],
    ['שלח חומר שיווקי', 'לא'],
  ])('is never turned round by a plain word: "%s" with %s', async (header, cell) => {
    await expect(consent(header, cell)).rejects.toThrow(`column "${header}": expected one of do not send, send`);
  });

  it.each(['Nicht zulassen', 'Autoriser', 'Do Not Allow', 'אל תאפשר'])(
    'in a column that nobody knows is refused: %s',
    async (cell) => {
      await expect(consent('Newsletter', cell)).rejects.toThrow(
        'column "Newsletter": the cell says what a person allows',
      );
    },
  );

  it('and choices: a label that nobody knows is refused with the way out', async () => {
    await expect(consent('Geschlecht', 'sächlich')).rejects.toThrow(
      'column "Geschlecht": expected one of male, female. Correct the cell or leave it empty. It holds "sächlich". A choice is read by the number of its value as well.',
    );
    expect(await consent('Geschlecht', '2')).toMatchObject({ gendercode: 2 });
  });

  it('that is no label of the column is refused with what would be one', async () => {
    await expect(consent('donotbulkemail', 'vielleicht')).rejects.toThrow(
      'expected one of do not allow, allow. Correct the cell or leave it empty. It holds "vielleicht".',
    );
  });
});

describe('the words of a language', () => {
  it.each(languageWords.map((language) => [language.name, language] as const))(
    'name every column of a table once: %s',
    (_, language) => {
      for (const table of ['contact', 'lead'] as const) {
        const { both, ...own } = language.columns;
        const names = { ...both, ...own[table] };
        const told = columnNames(language, table);
        for (const [logicalName, [first]] of Object.entries(names)) {
          expect([table, first, told.get((first ?? '').toLowerCase().replaceAll('’', "'"))]).toEqual([
            table,
            first,
            logicalName,
          ]);
        }
      }
    },
  );
});
