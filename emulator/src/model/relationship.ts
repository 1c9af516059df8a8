/** A 1:N relationship: many rows of `referencingTable` point to one of `referencedTable` by their lookup. */
export interface OneToMany {
  readonly kind: 'one-to-many';
  readonly schemaName: string;
  readonly referencedTable: string;
  readonly referencedColumn: string;
  readonly referencingTable: string;
  readonly referencingColumn: string;
  /** Single-valued, on the many side (`parentcustomerid_account`). */
  readonly referencingNavigation: string;
  /** Collection-valued, on the one side (`contact_customer_accounts`). */
  readonly referencedNavigation: string;
  /** What deleting the one does to the many. */
  readonly onDelete: 'NoCascade' | 'Cascade' | 'RemoveLink' | 'Restrict';
  /** What assigning, sharing and pointing to another parent do to the many; nothing where absent. */
  readonly ownership?: OwnershipCascade;
  readonly isCustom: boolean;
  readonly metadataId: string;
}

/** Which of the many follow: none, all, those with the owner of the one, those that are active. */
export type FollowingRows = 'NoCascade' | 'Cascade' | 'UserOwned' | 'Active';

export interface OwnershipCascade {
  readonly assign: FollowingRows;
  readonly share: FollowingRows;
  readonly unshare: FollowingRows;
  readonly reparent: FollowingRows;
}

/** An N:N relationship; its pairs are rows of the intersect table. */
export interface ManyToMany {
  readonly kind: 'many-to-many';
  readonly schemaName: string;
  readonly intersectTable: string;
  readonly table1: string;
  /** Column of the intersect table that points to table1. */
  readonly table1Column: string;
  readonly table1Navigation: string;
  readonly table2: string;
  readonly table2Column: string;
  readonly table2Navigation: string;
  readonly isCustom: boolean;
  readonly metadataId: string;
}

export type Relationship = OneToMany | ManyToMany;

/** A navigation property as one table sees it. */
export type Navigation =
  | {
      readonly kind: 'single';
      readonly name: string;
      /** Logical name of the lookup. */
      readonly column: string;
      /** More than one only for `ownerid` and its like. */
      readonly targets: readonly string[];
    }
  | {
      readonly kind: 'collection';
      readonly name: string;
      readonly relationship: OneToMany;
      readonly table: string;
      /** Lookup of `table` that points here. */
      readonly column: string;
    }
  | {
      readonly kind: 'many';
      readonly name: string;
      readonly relationship: ManyToMany;
      readonly table: string;
      readonly intersectTable: string;
      /** Column of the intersect table that points here, and the one that points there. */
      readonly nearColumn: string;
      readonly farColumn: string;
    };
