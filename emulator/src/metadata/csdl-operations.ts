import type { Store } from '../data/store.js';
import type { RowObject, Value } from '../data/value.js';
import { escapeXml } from '../query/cookie.js';

/** `type` of a Custom API parameter. https://learn.microsoft.com/power-apps/developer/data-platform/customapirequestparameter-table-columns */
const types: readonly string[] = [
  'Edm.Boolean',
  'Edm.DateTimeOffset',
  'Edm.Decimal',
  'mscrm.crmbaseentity',
  'Collection(mscrm.crmbaseentity)',
  'mscrm.crmbaseentity',
  'Edm.Double',
  'Edm.Int32',
  'Edm.Decimal',
  'Edm.Int32',
  'Edm.String',
  'Collection(Edm.String)',
  'Edm.Guid',
];

/** The Custom APIs of the organisation as actions and functions, with their response types. */
export function operationsXml(store: Store): string[] {
  const all = (table: string): RowObject[] => {
    const rows = store.rows(table);
    return [...rows.all()].map((row) => rows.toObject(row));
  };
  const parameters = all('customapirequestparameter');
  const responses = all('customapiresponseproperty');
  return all('customapi').flatMap((api) => {
    const own = (rows: readonly RowObject[]): RowObject[] =>
      rows.filter((row) => row['customapiid'] === api['customapiid']);
    return operationXml(api, own(parameters), own(responses));
  });
}

function operationXml(api: RowObject, parameters: readonly RowObject[], responses: readonly RowObject[]): string[] {
  const name = text(api['uniquename']);
  const element = api['isfunction'] === true ? 'Function' : 'Action';
  const table = text(api['boundentitylogicalname']);
  const bound = api['bindingtype'] === 1 || api['bindingtype'] === 2;
  const entity = api['bindingtype'] === 2 ? `Collection(mscrm.${table})` : `mscrm.${table}`;
  const lines = [
    ...(bound ? [`<Parameter Name="entity" Type="${entity}" Nullable="false" />`] : []),
    ...parameters.map((row) => {
      const nullable = row['isoptional'] === true ? '' : ' Nullable="false"';
      return `<Parameter Name="${text(row['uniquename'])}" Type="${typeOf(row['type'])}"${nullable} />`;
    }),
    ...(responses.length > 0 ? [`<ReturnType Type="mscrm.${name}Response" Nullable="false" />`] : []),
  ];
  const operation = `<${element} Name="${name}"${bound ? ' IsBound="true"' : ''}>${lines.join('')}</${element}>`;
  if (responses.length === 0) return [operation];
  const properties = responses.map(
    (row) => `<Property Name="${text(row['uniquename'])}" Type="${typeOf(row['type'])}" />`,
  );
  return [operation, `<ComplexType Name="${name}Response">${properties.join('')}</ComplexType>`];
}

function typeOf(type: Value | undefined): string {
  return types[Number(type)] ?? 'Edm.String';
}

function text(value: Value | undefined): string {
  return escapeXml(String(value ?? ''));
}
