import { DataverseError } from '../../model/dataverse-error.js';

/** 400 `0x80048d19`: the body does not fit the table. The platform wraps the reason in this sentence. */
export function payloadError(entitySet: string, reason: string): DataverseError {
  return new DataverseError(
    400,
    '0x80048d19',
    `Error identified in Payload provided by the user for Entity :'${entitySet}', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : ${reason}`,
  );
}

export function unknownProperty(entitySet: string, table: string, property: string): DataverseError {
  return payloadError(
    entitySet,
    `Microsoft.Crm.CrmException: Invalid property '${property}' was found in entity 'Microsoft.Dynamics.CRM.${table}'. ---> Microsoft.OData.ODataException: The property '${property}' does not exist on type 'Microsoft.Dynamics.CRM.${table}'. Make sure to only use property names that are defined by the type.`,
  );
}

/** A bind to something that is no navigation property. */
export function undeclaredProperty(entitySet: string, property: string): DataverseError {
  return payloadError(
    entitySet,
    `Microsoft.OData.ODataException: An undeclared property '${property}' which only has property annotations in the payload but no property value was found in the payload. In OData, only declared navigation properties and declared named streams can be represented as properties without values.`,
  );
}

export function wrongType(entitySet: string, value: unknown, edmType: string): DataverseError {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return payloadError(
    entitySet,
    `Microsoft.OData.ODataException: Cannot convert the literal '${text}' to the expected type '${edmType}'.`,
  );
}
