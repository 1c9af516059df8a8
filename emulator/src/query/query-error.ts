import { DataverseError } from '../model/dataverse-error.js';

/**
 * What the platform says of a query that it cannot run: code and message by their name in the error catalogue. `{0}` is filled in.
 * https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes
 */
const catalogue = {
  AggregateQueryRecordLimitExceeded: [
    '0x8004E023',
    'AggregateQueryRecordLimit exceeded. Cannot perform this operation.',
  ],
  LinkEntityLimitExceeded: ['0x8004430D', 'Number of link entities in query exceeded maximum limit.'],
  QueryBuilderAlias_Does_Not_Exist: [
    '0x8004110a',
    'The specified alias for the given entity in the condition does not exist.',
  ],
  QueryBuilderAliasNotAllowedForNonAggregateOrderBy: [
    '0x80041132',
    'An alias cannot be specified for an order clause for a non-aggregate Query. Use an attribute.',
  ],
  QueryBuilderAliasRequiredForAggregateOrderBy: [
    '0x80041134',
    'An alias is required for an order clause for an aggregate Query.',
  ],
  QueryBuilderAttribute_With_Aggregate: [
    '0x80041107',
    'Attributes can not be returned when aggregate operation is specified.',
  ],
  QueryBuilderAttributeCannotBeGroupByAndAggregate: [
    '0x80041137',
    'An attribute can either be an aggregate or a Group By but not both',
  ],
  QueryBuilderAttributeNotAllowedForAggregateOrderBy: [
    '0x80041131',
    'An attribute cannot be specified for an order clause for an aggregate Query. Use an alias.',
  ],
  QueryBuilderAttributeRequiredForNonAggregateOrderBy: [
    '0x80041133',
    'An attribute is required for an order clause for a non-aggregate Query.',
  ],
  QueryBuilderDeserializeInvalidAggregate: ['0x8004111a', 'An error occurred while processing Aggregates in Query'],
  QueryBuilderDeserializeInvalidDescending: ['0x80041119', flagMessage('descending')],
  QueryBuilderDeserializeInvalidDistinct: ['0x80041115', flagMessage('distinct')],
  QueryBuilderDeserializeInvalidGroupBy: ['0x8004112E', flagMessage('groupby')],
  QueryBuilderDeserializeInvalidLinkType: [
    '0x80041117',
    "The only valid values for link-type attribute are 'natural', 'inner','in','exists','matchfirstrowusingcrossapply' and 'outer'.",
  ],
  QueryBuilderDeserializeInvalidMapping: [
    '0x80041116',
    "The only valid values for mapping are 'logical' or 'internal' which is deprecated.",
  ],
  QueryBuilderDeserializeInvalidNoLock: ['0x80041118', flagMessage('no-lock')],
  QueryBuilderDeserializeInvalidUseRawOrderBy: ['0x800410fd', flagMessage('useraworderby')],
  QueryBuilderDeserializeInvalidUtcOffset: [
    '0x8004111d',
    'The utc-offset attribute is not supported for deserialization.',
  ],
  QueryBuilderDuplicateAlias: ['0x80041130', 'FetchXML should have unique aliases.'],
  QueryBuilderEntitiesDontMatch: [
    '0x80041128',
    'The entity name specified in fetchxml does not match the entity name specified in the Entity or Query Expression.',
  ],
  QueryBuilderInvalid_Alias: ['0x80041109', 'Invalid alias for aggregate operation.'],
  QueryBuilderInvalidAggregateAttribute: ['0x8004112F', 'Aggregate {0} is not supported for attribute of type {1}.'],
  QueryBuilderInvalidConditionOperator: ['0x80041120', 'Unsupported condition operator.'],
  QueryBuilderInvalidDateGrouping: ['0x80041135', 'An invalid value was specified for dategrouping.'],
  QueryBuilderInvalidFilterType: ['0x80041122', "Unsupported filter type. Valid values are 'and', or 'or'."],
  QueryBuilderInvalidPagingCookie: ['0x8004112A', 'Invalid page number in paging cookie.'],
  QueryBuilderNoAttrsDistinctConflict: [
    '0x8004112C',
    'The no-attrs tag cannot be used in conjuction with Distinct set to true.',
  ],
  QueryBuilderPagingOrderBy: ['0x80041129', 'Order by columns do not match those in paging cookie.'],
  QueryBuilderSerializationInvalidIsQuickFindFilter: ['0x80041138', flagMessage('isquickfindfields')],
  QueryBuilderValue_GreaterThanZero: ['0x8004110c', 'A value greater than zero must be specified.'],
  TooManyConditionsInQuery: ['0x8004430C', 'Number of conditions in query exceeded maximum limit.'],
} as const;

export type QueryErrorName = keyof typeof catalogue;

function flagMessage(attribute: string): string {
  return `The only valid values for ${attribute} attribute are 'true', 'false', '1', and '0'.`;
}

/**
 * A 400 of the catalogue.
 * @param detail stands behind the platform's sentence and names what it is about
 */
export function queryError(
  name: QueryErrorName,
  detail: string | null = null,
  ...filledIn: readonly string[]
): DataverseError {
  const [code, message] = catalogue[name];
  const sentence = message.replace(/\{(\d)\}/g, (_whole, at: string) => filledIn[Number(at)] ?? '');
  return new DataverseError(400, code, detail === null ? sentence : `${sentence} ${detail}`);
}

/** 400 `0x80040203`: what the platform calls an invalid argument. */
export function invalidArgument(message: string): DataverseError {
  return new DataverseError(400, '0x80040203', message);
}
