import type { SelectableTable } from '@pmds/contracts/field-selection';
import type { SourceCall } from '../../ports/recipient-source.js';
import { batchGet } from './http/batch.js';
import type { DataverseClient } from './http/client.js';
import type { TypedColumn } from './column-metadata.js';

/** Metadata types that carry options, by the type of the column: a query for options needs a cast to one of them. */
const casts: Readonly<Record<string, string>> = {
  PicklistType: 'PicklistAttributeMetadata',
  StateType: 'StateAttributeMetadata',
  StatusType: 'StatusAttributeMetadata',
  MultiSelectPicklistType: 'MultiSelectPicklistAttributeMetadata',
  BooleanType: 'BooleanAttributeMetadata',
};

interface Option {
  readonly Value?: number;
  readonly Label?: { readonly UserLocalizedLabel?: { readonly Label?: string } | null };
}

interface ChoiceAttribute {
  readonly LogicalName?: string;
  readonly OptionSet?: OptionSet | null;
  readonly GlobalOptionSet?: OptionSet | null;
}

interface OptionSet {
  readonly Options?: readonly Option[];
  readonly TrueOption?: Option;
  readonly FalseOption?: Option;
}

/**
 * Labels of the selected choices, once per run instead of once per row (formatted values triple a page).
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api
 */
export async function choiceLabels(
  client: DataverseClient,
  table: SelectableTable,
  columns: readonly TypedColumn[],
  call: SourceCall,
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const labels = new Map<string, Readonly<Record<string, string>>>();
  const wanted = new Set(columns.map(({ column }) => column.logicalName));
  const types = new Set(columns.map((column) => column.typeName));
  const paths = [...types].flatMap((typeName) => {
    const cast = casts[typeName];
    const attributes = `EntityDefinitions(LogicalName='${table}')/Attributes/Microsoft.Dynamics.CRM.${cast ?? ''}`;
    return cast === undefined ? [] : [`${attributes}?$select=LogicalName&$expand=OptionSet`];
  });
  for (const json of await together(client, paths, call)) {
    for (const attribute of (json as { readonly value?: readonly ChoiceAttribute[] } | null)?.value ?? []) {
      if (wanted.has(attribute.LogicalName ?? '')) labels.set(attribute.LogicalName ?? '', labelsOf(attribute));
    }
  }
  return labels;
}

/** Several kinds of choices in one call. */
async function together(
  client: DataverseClient,
  paths: readonly string[],
  call: SourceCall,
): Promise<readonly unknown[]> {
  const options = { purpose: 'metadata', ...call } as const;
  const answers = paths.length < 2 ? [] : await batchGet(client, paths, options);
  return Promise.all(
    paths.map((path, at) => {
      const { status, body } = answers[at] ?? { status: 0, body: '' };
      // By itself a request that was refused says why, and one that can be repeated is.
      return status === 200 ? (JSON.parse(body) as unknown) : client.get(path, options);
    }),
  );
}

function labelsOf(attribute: ChoiceAttribute): Readonly<Record<string, string>> {
  const options = attribute.OptionSet ?? attribute.GlobalOptionSet;
  const labels: Record<string, string> = {};
  const put = (value: string, option: Option | undefined): void => {
    const label = option?.Label?.UserLocalizedLabel?.Label;
    if (label !== undefined) labels[value] = label;
  };
  for (const option of options?.Options ?? []) put(String(option.Value), option);
  put('true', options?.TrueOption);
  put('false', options?.FalseOption);
  return labels;
}
