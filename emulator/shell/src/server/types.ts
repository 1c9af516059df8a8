/** What `/_shell/session` answers. */
export interface Session {
  readonly organization: { readonly id: string; readonly name: string };
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly languageId: number;
    readonly roles: readonly { readonly id: string; readonly name: string }[];
  };
  readonly users: readonly { readonly id: string; readonly name: string }[];
  readonly languages: readonly { readonly id: number; readonly name: string }[];
  readonly apps: readonly { readonly id: string; readonly uniqueName: string; readonly name: string }[];
}

interface DashboardDefinition {
  readonly id: string;
  readonly name: string;
  readonly formXml: string;
}

/** What `/_shell/apps/<id>` answers. */
export interface AppDefinition {
  readonly id: string;
  readonly uniqueName: string;
  readonly name: string;
  readonly siteMapXml: string;
  readonly tables: readonly {
    readonly logicalName: string;
    readonly displayName: string;
    readonly displayCollectionName: string;
  }[];
  readonly dashboards: readonly DashboardDefinition[];
}

export interface ColumnDefinition {
  readonly logicalName: string;
  readonly schemaName: string;
  readonly type: string;
  readonly displayName: string;
  readonly description: string;
  readonly requiredLevel: string;
  readonly isValidForCreate: boolean;
  readonly isValidForUpdate: boolean;
  readonly isPrimaryName: boolean;
  readonly isSecured: boolean;
  readonly canRead: boolean;
  readonly canUpdate: boolean;
  readonly maxLength: number | null;
  readonly format: string | null;
  readonly minValue: number | null;
  readonly maxValue: number | null;
  readonly precision: number | null;
  readonly dateTimeBehavior: string | null;
  readonly targets: readonly string[] | null;
  readonly isLookup: boolean;
  readonly defaultValue: string | number | boolean | null;
  readonly options: readonly OptionDefinition[] | null;
}

export interface OptionDefinition {
  readonly value: number;
  readonly label: string;
  readonly color: string | null;
}

export interface ViewDefinition {
  readonly id: string;
  readonly name: string;
  /** `savedquery.querytype` */
  readonly type: number;
  readonly isDefault: boolean;
  readonly fetchXml: string;
  readonly layoutXml: string;
}

export interface FormDefinition {
  readonly id: string;
  readonly name: string;
  /** `systemform.type`; 2 is a main form. */
  readonly type: number;
  readonly formXml: string;
}

export interface ChartDefinition {
  readonly id: string;
  readonly name: string;
  readonly dataXml: string;
  readonly presentationXml: string;
}

export type RelationshipDefinition =
  | {
      readonly kind: 'one-to-many';
      readonly schemaName: string;
      readonly referencedTable: string;
      readonly referencingTable: string;
      readonly referencingColumn: string;
      readonly referencingNavigation: string;
      readonly referencedNavigation: string;
    }
  | {
      readonly kind: 'many-to-many';
      readonly schemaName: string;
      readonly intersectTable: string;
      readonly table1: string;
      readonly table1Column: string;
      readonly table1Navigation: string;
      readonly table2: string;
      readonly table2Column: string;
      readonly table2Navigation: string;
    };

export type PrivilegeType = 'Create' | 'Read' | 'Write' | 'Delete' | 'Append' | 'AppendTo' | 'Assign' | 'Share';

/** What `/_shell/tables/<logical name>` answers. */
export interface TableDefinition {
  readonly logicalName: string;
  readonly schemaName: string;
  readonly entitySetName: string;
  readonly objectTypeCode: number;
  readonly primaryId: string;
  readonly primaryName: string | null;
  readonly isUserOwned: boolean;
  readonly displayName: string;
  readonly displayCollectionName: string;
  readonly columns: readonly ColumnDefinition[];
  readonly relationships: readonly RelationshipDefinition[];
  readonly views: readonly ViewDefinition[];
  readonly charts: readonly ChartDefinition[];
  readonly forms: readonly FormDefinition[];
  readonly ribbonXml: string | null;
  /** Depth mask per privilege, 0 for none. */
  readonly privileges: Readonly<Record<PrivilegeType, number>>;
}
