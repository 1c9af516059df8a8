/** How far a privilege reaches, as Dataverse names it (`Depth` of a role privilege). */
export type AccessLevel = 'Basic' | 'Local' | 'Deep' | 'Global';

/** A table that an application user does not read as a whole. */
interface ReadLimit {
  /** Logical name. */
  readonly table: string;
  readonly level: Exclude<AccessLevel, 'Global'>;
}

/** A limit together with what it does to a run. */
export interface RunReadLimit extends ReadLimit {
  /**
   * Rows out of reach leave no trace: a query leaves them out, so nobody could count them. Members of static lists of
   * contacts and leads are known from the list itself; those are counted as unreadable.
   */
  readonly unseen: boolean;
}

/** The levels as the security role's page calls them. */
const levelNames: Readonly<Record<AccessLevel, string>> = {
  Basic: 'User',
  Local: 'Business Unit',
  Deep: 'Parent: Child Business Units',
  Global: 'Organization',
};

/** The level, `null` for what is none. */
export function accessLevelOf(text: unknown): AccessLevel | null {
  return typeof text === 'string' && text in levelNames ? (text as AccessLevel) : null;
}

/** The limit that a level of Read on a table is, `null` where all rows are read. */
export function readLimitOf(table: string, level: AccessLevel | undefined): ReadLimit | null {
  return level === undefined || level === 'Global' ? null : { table, level };
}

/** What `pmds doctor` and a start say alike. */
export function readLimitSentence({ table, level }: ReadLimit): string {
  return `The application user reads the table "${table}" at the access level ${levelNames[level]}, not ${levelNames.Global}, so rows beyond it stay unseen.`;
}
