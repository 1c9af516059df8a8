import { readRows, type Row, type WebApi } from '../dataverse/web-api.js';
import type { SeedTable } from '../seeds/seed.js';

/** What a cell of a column has to become. */
type ColumnKind = 'text' | 'integer' | 'number' | 'date' | 'date-time' | 'yes-no' | 'choice' | 'id' | 'lookup';

/** A column of a member table as its metadata describes it. */
export interface CsvColumn {
  readonly logicalName: string;
  readonly displayName: string;
  /** Display names in further languages of the organisation. */
  readonly otherNames?: readonly string[];
  readonly kind: ColumnKind;
  /** Labels in lower case with their values, for choices and yes/no. */
  readonly labels: ReadonlyMap<string, number | boolean>;
  /** Tables a lookup may point to. */
  readonly targets: readonly string[];
}

const kinds: Readonly<Record<string, ColumnKind>> = {
  String: 'text',
  Memo: 'text',
  Integer: 'integer',
  BigInt: 'integer',
  Decimal: 'number',
  Double: 'number',
  Money: 'number',
  DateTime: 'date-time',
  Boolean: 'yes-no',
  Picklist: 'choice',
  State: 'choice',
  Status: 'choice',
  Uniqueidentifier: 'id',
  Lookup: 'lookup',
  Customer: 'lookup',
  Owner: 'lookup',
};

/** Reads the columns of a table from its metadata: headers of an export are display names, cells of a choice its labels. */
export async function columnsOf(api: WebApi, table: SeedTable): Promise<readonly CsvColumn[]> {
  const attributes = `EntityDefinitions(LogicalName='${table}')/Attributes`;
  const cast = (type: string, rest: string) =>
    readRows(api, `${attributes}/Microsoft.Dynamics.CRM.${type}AttributeMetadata?$select=LogicalName${rest}`);
  const all = await readRows(
    api,
    `${attributes}?$select=LogicalName,DisplayName,AttributeType,AttributeOf&$filter=IsValidForRead eq true`,
  );
  const labels = new Map<string, ReadonlyMap<string, number | boolean>>();
  for (const type of ['Picklist', 'State', 'Status', 'Boolean']) {
    for (const row of await cast(type, '&$expand=OptionSet')) labels.set(nameOf(row), labelsOf(row['OptionSet']));
  }
  const dateOnly = new Set(
    (await cast('DateTime', ',Format')).filter((row) => row['Format'] === 'DateOnly').map(nameOf),
  );
  const targets = new Map((await cast('Lookup', ',Targets')).map((row) => [nameOf(row), row['Targets']]));
  return all.flatMap((row) => {
    const kind = kinds[String(row['AttributeType'])];
    if (kind === undefined || (row['AttributeOf'] ?? null) !== null) return [];
    const logicalName = nameOf(row);
    const pointsTo = targets.get(logicalName);
    return [
      {
        logicalName,
        displayName: labelsIn(row['DisplayName'])[0] ?? logicalName,
        otherNames: labelsIn(row['DisplayName']).slice(1),
        kind: dateOnly.has(logicalName) ? ('date' as const) : kind,
        labels: labels.get(logicalName) ?? new Map<string, number>(),
        targets: Array.isArray(pointsTo) ? (pointsTo as readonly string[]) : [],
      },
    ];
  });
}

const nameOf = (row: Row) => String(row['LogicalName']);

interface Localized {
  readonly Label?: unknown;
}

/** A label in the reader's language and in all others that the organisation has. */
function labelsIn(label: unknown): readonly string[] {
  const { UserLocalizedLabel, LocalizedLabels } = (label ?? {}) as {
    readonly UserLocalizedLabel?: Localized | null;
    readonly LocalizedLabels?: readonly Localized[] | null;
  };
  const texts = [UserLocalizedLabel, ...(LocalizedLabels ?? [])].map((one) => one?.Label);
  return [...new Set(texts.filter((text) => typeof text === 'string'))];
}

interface OptionSet {
  readonly Options?: readonly OptionOf[];
  readonly TrueOption?: OptionOf;
  readonly FalseOption?: OptionOf;
}
interface OptionOf {
  readonly Value: number;
  readonly Label: unknown;
}

function labelsOf(optionSet: unknown): ReadonlyMap<string, number | boolean> {
  const found = new Map<string, number | boolean>();
  const { Options, TrueOption, FalseOption } = (optionSet ?? {}) as OptionSet;
  const add = (option: OptionOf, value: number | boolean) => {
    for (const label of labelsIn(option.Label)) {
      if (!found.has(label.toLowerCase())) found.set(label.toLowerCase(), value);
    }
  };
  for (const option of Options ?? []) add(option, option.Value);
  if (TrueOption !== undefined) add(TrueOption, true);
  if (FalseOption !== undefined) add(FalseOption, false);
  return found;
}
