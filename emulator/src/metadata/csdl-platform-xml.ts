import { complexTypes, enumTypes, signatures, type OperationSignature } from './csdl-platform.js';

/**
 * The platform's own functions, actions and the types they use, as `$metadata` declares them.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-functions, …/web-api-actions
 */
export function platformXml(): string[] {
  return [
    ...Object.entries(enumTypes).map(([name, members]) => enumXml(name, members)),
    ...Object.entries(complexTypes).map(([name, members]) => complexXml(name, members)),
    ...Object.entries(signatures).flatMap(([name, signature]) => operationXml(name, signature)),
  ];
}

function operationXml(name: string, signature: OperationSignature): string[] {
  const { returns } = signature;
  // One member without a name is returned as it is.
  const bare = returns?.[''];
  const response = returns === undefined ? null : (bare ?? `mscrm.${name}Response!`);
  const complex = returns === undefined || bare !== undefined ? [] : [complexXml(`${name}Response`, returns)];
  const tables = signature.binding === null ? [null] : (signature.tables ?? []);
  return [...complex, ...tables.map((table) => overloadXml(name, signature, table, response))];
}

function overloadXml(
  name: string,
  signature: OperationSignature,
  table: string | null,
  response: string | null,
): string {
  const element = signature.kind === 'function' ? 'Function' : 'Action';
  const isSet = signature.binding === 'collection';
  const bound =
    table === null
      ? ''
      : `<Parameter Name="${isSet ? 'entityset' : 'entity'}" Type="${isSet ? `Collection(mscrm.${table})` : `mscrm.${table}`}" Nullable="false" />`;
  const parameters = Object.entries(signature.parameters).map(
    ([key, type]) => `<Parameter Name="${key}"${typed(type)} />`,
  );
  const returned = response === null ? '' : `<ReturnType${typed(response)} />`;
  return `<${element} Name="${name}"${table === null ? '' : ' IsBound="true"'}>${bound}${parameters.join('')}${returned}</${element}>`;
}

function complexXml(name: string, members: Readonly<Record<string, string>>): string {
  const properties = Object.entries(members).map(([key, type]) => `<Property Name="${key}"${typed(type)} />`);
  return `<ComplexType Name="${name}">${properties.join('')}</ComplexType>`;
}

function enumXml(name: string, members: Readonly<Record<string, number>>): string {
  const flags = name === 'AccessRights' ? ' IsFlags="true"' : '';
  const values = Object.entries(members).map(([key, value]) => `<Member Name="${key}" Value="${value}" />`);
  return `<EnumType Name="${name}"${flags}>${values.join('')}</EnumType>`;
}

function typed(type: string): string {
  const isRequired = type.endsWith('!');
  const name = isRequired ? type.slice(0, -1) : type;
  return ` Type="${name}"${isRequired ? ' Nullable="false"' : ''}${name === 'Edm.String' ? ' Unicode="false"' : ''}`;
}
