import type { TraceRow } from '../../../../domain/run/trace.js';
import type { DataverseClient, DataverseRequest } from '../../http/client.js';
import { DataverseError } from '../../http/errors.js';

/** Somebody may rename a column; rows that are written later than this have the new label. */
const knownForMs = 600_000;

interface Definition {
  readonly DisplayName?: {
    readonly UserLocalizedLabel?: Text | null;
    readonly LocalizedLabels?: readonly Text[] | null;
  } | null;
}

interface Text {
  readonly Label?: string | null;
}

type About = Pick<TraceRow, 'member' | 'column'>;

/**
 * Columns as people read them: the label in the language of the application user (the organisation's, unless somebody chose
 * another for it), then the logical name, so that a list can be searched by both. Each column is asked for once in ten minutes.
 */
export class ColumnLabels {
  readonly #client: DataverseClient;
  readonly #known = new Map<string, { readonly shown: string; readonly at: number }>();

  constructor(client: DataverseClient) {
    this.#client = client;
  }

  /** @returns what to show for each of these rows. Throws `DataverseError` when Dataverse does not answer at the moment. */
  async ofAll(
    rows: readonly About[],
    call: Pick<DataverseRequest, 'flow' | 'signal'>,
  ): Promise<(row: About) => string | undefined> {
    for (const row of rows) {
      const key = keyOf(row);
      const known = key === undefined ? undefined : this.#known.get(key);
      if (key === undefined || (known !== undefined && performance.now() - known.at < knownForMs)) continue;
      this.#known.set(key, { shown: await this.#ask(row, call), at: performance.now() });
    }
    return (row) => this.#known.get(keyOf(row) ?? '')?.shown ?? row.column;
  }

  async #ask({ member, column = '' }: About, call: Pick<DataverseRequest, 'flow' | 'signal'>): Promise<string> {
    const table = `EntityDefinitions(LogicalName='${member?.table ?? ''}')`;
    const path = `${table}/Attributes(LogicalName='${column}')?$select=DisplayName`;
    try {
      const label = labelOf(await this.#client.get(path, { purpose: 'report', ...call }));
      return label === '' ? column : `${label} (${column})`;
    } catch (error) {
      // A column that is gone, or that nobody may look up, still has its name.
      if (error instanceof DataverseError && error.retry === null && !error.accessLost) return column;
      throw error;
    }
  }
}

/** Two tables may share the name of a column and not its label. */
function keyOf({ member, column }: About): string | undefined {
  return member === null || column === undefined ? undefined : `${member.table}.${column}`;
}

function labelOf(definition: unknown): string {
  const { UserLocalizedLabel: wanted, LocalizedLabels: all } = (definition as Definition | null)?.DisplayName ?? {};
  const labels = [wanted, ...(all ?? [])].map((text) => text?.Label?.trim() ?? '');
  return labels.find((label) => label !== '') ?? '';
}
