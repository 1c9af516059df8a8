/** The name as people write it: `First Name`, `first-name` and `firstName` are `firstname`; `topics[]` is `topics`. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/\[\]$|[\s_.:-]+/g, '');
}

/** What forms usually call a column, for names that are no column themselves. */
const usualNames =
  'email,mail,emailaddress=emailaddress1;phone,tel,telephone,businessphone=telephone1;mobile,cellphone=mobilephone;' +
  'givenname=firstname;surname,familyname=lastname;company,organization,companyname=companyname parentcustomerid;' +
  'street=address1_line1;city=address1_city;zip,zipcode,postcode,postalcode=address1_postalcode;' +
  'country=address1_country;birthday,dateofbirth=birthdate;gender=gendercode';

function usual(plain: string): readonly string[] {
  const pairs = usualNames.split(';').map((line) => line.split('='));
  const found = pairs.find(([names = '']) => names.split(',').includes(plain));
  return found === undefined ? [] : String(found[1]).split(' ');
}

/**
 * Finds the column that a field of a web form names: by its logical name, else without case, blanks, `-` and `_`, else by what
 * forms usually call it (`email`). A spelling that two columns share names neither.
 */
export function columnLookup(columns: readonly string[]): (name: string) => string | undefined {
  return (name) => {
    if (columns.includes(name)) return name;
    const spelling = plainName(name);
    const alike = columns.filter((column) => plainName(column) === spelling);
    if (alike.length > 0) return alike.length > 1 ? undefined : alike[0];
    return usual(spelling).find((column) => columns.includes(column));
  };
}
