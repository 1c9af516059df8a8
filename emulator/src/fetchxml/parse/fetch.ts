/** A parsed FetchXML query, as written: names are not resolved yet. */
export interface Fetch {
  readonly entity: FetchEntity;
  readonly count: number | null;
  readonly page: number | null;
  readonly pagingCookie: string | null;
  readonly top: number | null;
  readonly distinct: boolean;
  readonly aggregate: boolean;
  readonly returnTotalRecordCount: boolean;
  readonly rawOrderBy: boolean;
  /** Rows an aggregate may read before it is refused, where the query asks for fewer than the platform's 50,000. */
  readonly aggregateLimit: number | null;
  /** `datasource="retained"`: rows in long-term retention alone, of which the local Dataverse has none. */
  readonly retainedOnly: boolean;
}

export interface FetchEntity {
  readonly name: string;
  readonly alias: string | null;
  readonly attributes: readonly FetchAttribute[];
  readonly allAttributes: boolean;
  readonly orders: readonly FetchOrder[];
  /** Several filters side by side all have to hold. */
  readonly filters: readonly FetchFilter[];
  readonly links: readonly FetchLink[];
}

export interface FetchAttribute {
  readonly name: string;
  readonly alias: string | null;
  readonly aggregate: string | null;
  readonly groupBy: boolean;
  readonly dateGrouping: string | null;
  readonly distinct: boolean;
  /** Whether dates are grouped by the user's days rather than those of UTC. */
  readonly inUserTimeZone: boolean;
  /** `rowaggregate="CountChildren"`: not the column's value but how many rows stand below this one in the hierarchy. */
  readonly countsChildren: boolean;
}

export interface FetchOrder {
  readonly attribute: string | null;
  readonly alias: string | null;
  readonly entityName: string | null;
  readonly descending: boolean;
}

export interface FetchFilter {
  readonly type: 'and' | 'or';
  readonly conditions: readonly FetchCondition[];
  readonly filters: readonly FetchFilter[];
  /** `any`, `not any`, `all`, `not all` stand inside filters. */
  readonly links: readonly FetchLink[];
}

export interface FetchCondition {
  readonly attribute: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly entityName: string | null;
  /** Another column to compare with. */
  readonly valueOf: string | null;
}

export const linkTypes = [
  'inner',
  'outer',
  'exists',
  'in',
  'matchfirstrowusingcrossapply',
  'any',
  'not any',
  'all',
  'not all',
] as const;
type LinkType = (typeof linkTypes)[number];

export interface FetchLink extends FetchEntity {
  readonly from: string | null;
  readonly to: string | null;
  readonly linkType: LinkType;
}
