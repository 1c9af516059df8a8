/** The name as people write it: `First Name`, `first-name` and `firstName` are `firstname`; `topics[]` is `topics`. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/\[\]$|[\s_.:-]+/g, '');
}

/** What forms usually call a column, for names that are no column themselves. */
const usualNames =
  'email,mail,emailaddress=emailaddress1;phone,tel,telephone,businessphone=telephone1;mobile,cellphone=mobilephone;' +
  'givenname=firstname;surname,familyname=lastname;company,organization,companyname=companyname parentcustomerid;' +
  'street=address1_line1;city=address1_city;zip,zipcode,postcode,postalcode=address1_postalcode;' +
  'country=address1_country;birthday,dateofbirth=birthdate;gender=gendercode';

let columnsOfUsualName: Map<string, readonly string[]> | null = null;

function usual(plain: string): readonly string[] {
  columnsOfUsualName ??= new Map(
    usualNames.split(';').flatMap((line) => {
      const [names = '', columns = ''] = line.split('=');
      return names.split(',').map((name) => [name, columns.split(' ')] as const);
    }),
  );
  return columnsOfUsualName.get(plain) ?? [];
}

/**
 * Finds the column that a field of a web form names: by its logical name, else without case, blanks, `-` and `_`, else by what
 * forms usually call it (`email`). A spelling that two columns share names neither.
 */
export function columnLookup(columns: readonly string[]): (name: string) => string | undefined {
  const known = new Set(columns);
  const plain = new Map<string, string | undefined>();
  for (const column of known) {
    const spelling = plainName(column);
    plain.set(spelling, plain.has(spelling) ? undefined : column);
  }
  return (name) => {
    if (known.has(name)) return name;
    const spelling = plainName(name);
    if (plain.has(spelling)) return plain.get(spelling);
    return usual(spelling).find((column) => known.has(column));
  };
}
