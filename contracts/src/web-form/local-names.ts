import { columnLookup, plainName } from './column-lookup.js';

/** What forms in German, French and Hebrew usually call a column. */
const localNames =
  'vorname,prenom,prénom,שםפרטי=firstname;nachname,familienname,nom,nomdefamille,שםמשפחה=lastname;' +
  'name,vollername,nomcomplet,שם,שםמלא=fullname;anrede,civilité,civilite,תואר=salutation;titel,position,funktion,fonction,poste,תפקיד=jobtitle;' +
  'emailadresse,mailadresse,courriel,adresseemail,adressemail,mél,mel,דואל,דואראלקטרוני,מייל,אימייל=emailaddress1;' +
  'telefon,telefonnummer,rufnummer,téléphone,telephone,טלפון=telephone1;' +
  'handy,mobil,mobiltelefon,mobilnummer,portable,téléphoneportable,telephoneportable,נייד,טלפוןנייד=mobilephone;' +
  'firma,unternehmen,organisation,société,societe,entreprise,חברה,ארגון=companyname parentcustomerid;' +
  'straße,strasse,adresse,rue,כתובת,רחוב=address1_line1;stadt,ort,wohnort,ville,עיר=address1_city;' +
  'plz,postleitzahl,codepostal,cp,מיקוד=address1_postalcode;land,pays,ארץ,מדינה=address1_country;' +
  'geburtsdatum,geburtstag,datedenaissance,anniversaire,תאריךלידה=birthdate;geschlecht,sexe,genre,מין=gendercode;' +
  'webseite,internetseite,siteweb,אתר=websiteurl;beschreibung,bemerkung,nachricht,remarque,message,הערות=description';

const columnsByName: ReadonlyMap<string, readonly string[]> = new Map(
  localNames.split(';').flatMap((line) => {
    const [names = '', columns = ''] = line.split('=');
    return names.split(',').map((name) => [name, columns.split(' ')] as const);
  }),
);

/** `columnLookup`, which also knows what forms in German, French and Hebrew call a column: for suggestions to people. */
export function localColumnLookup(columns: readonly string[]): (name: string) => string | undefined {
  const known = columnLookup(columns);
  return (name) => {
    const found = known(name);
    if (found !== undefined) return found;
    // Hebrew abbreviations are written with signs of their own, and e-mail in German with one between.
    const spelling = plainName(name).replace(/["'״׳’]/g, '');
    return columnsByName.get(spelling)?.find((column) => columns.includes(column));
  };
}
