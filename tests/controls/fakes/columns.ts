/** A row of `EntityDefinitions(…)/Attributes` as Dataverse writes it. */
export function aColumn(
  logicalName: string,
  more: { label?: string | null; type?: string; readable?: boolean; secured?: boolean } = {},
): Readonly<Record<string, unknown>> {
  const { label = logicalName.toUpperCase(), type = 'String', readable = true, secured = false } = more;
  return {
    LogicalName: logicalName,
    DisplayName: { UserLocalizedLabel: label === null ? null : { Label: label, LanguageCode: 1033 } },
    AttributeTypeName: { Value: `${type}Type` },
    IsValidForRead: readable,
    IsSecured: secured,
  };
}

export const contactColumns = [
  aColumn('firstname', { label: 'First Name' }),
  aColumn('lastname', { label: 'Last Name' }),
  aColumn('emailaddress1', { label: 'Email' }),
  aColumn('jobtitle', { label: 'Job Title' }),
  aColumn('pmds_shoesize', { label: 'Shoe size', type: 'Integer' }),
  aColumn('governmentid', { label: 'Government', secured: true }),
  aColumn('entityimage', { label: 'Default Image', type: 'Image' }),
  aColumn('isprivate', { label: 'Is Private', readable: false }),
  aColumn('fullvirtual', { label: 'Composite', type: 'Virtual' }),
  aColumn('nolabel', { label: null }),
];

export const leadColumns = [aColumn('companyname', { label: 'Company Name' }), aColumn('subject', { label: 'Topic' })];
