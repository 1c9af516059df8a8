import type { DataverseClient } from '../http/client.js';
import { quoted, rowsOf, textOf } from '../reporting/json.js';

/** A row of Dataverse that stands behind an address. */
export interface Party {
  readonly kind: 'systemuser' | 'queue' | 'contact';
  readonly id: string;
}

export interface ResolvedAddress {
  readonly address: string;
  /** `null`: nobody in Dataverse has this address. */
  readonly party: Party | null;
}

interface Directory {
  readonly kind: Party['kind'];
  readonly set: string;
  readonly key: string;
  readonly address: string;
  /** Leaves out rows that can no longer receive. */
  readonly alive: string;
}

/** Where addresses are looked up; the first that knows an address wins. */
const directories: readonly Directory[] = [
  {
    kind: 'systemuser',
    set: 'systemusers',
    key: 'systemuserid',
    address: 'internalemailaddress',
    alive: 'isdisabled eq false',
  },
  { kind: 'queue', set: 'queues', key: 'queueid', address: 'emailaddress', alive: 'statecode eq 0' },
  {
    kind: 'contact',
    set: 'contacts',
    key: 'contactid',
    address: 'emailaddress1',
    alive: 'statecode eq 0 and donotemail ne true',
  },
];

/** Finds the row behind each address, one query per directory. */
export async function resolveAddresses(
  client: DataverseClient,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<readonly ResolvedAddress[]> {
  const found = new Map<string, Party>();
  for (const directory of directories) {
    const open = addresses.filter((address) => !found.has(address.toLowerCase()));
    if (open.length === 0) break;
    for (const [address, id] of await lookUp(client, directory, open, signal)) {
      if (!found.has(address)) found.set(address, { kind: directory.kind, id });
    }
  }
  return addresses.map((address) => ({ address, party: found.get(address.toLowerCase()) ?? null }));
}

async function lookUp(
  client: DataverseClient,
  { set, key, address, alive }: Directory,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const any = addresses.map((one) => `${address} eq ${quoted(one)}`).join(' or ');
  // The oldest row first: with two of one address the answer is the same every time.
  const query = `$select=${key},${address}&$filter=${encodeURIComponent(`(${any}) and ${alive}`)}&$orderby=createdon`;
  const answer = await client.get(`${set}?${query}`, { purpose: 'mail', signal });
  const rows = new Map<string, string>();
  for (const row of rowsOf(answer)) {
    const [id, text] = [textOf(row[key]), textOf(row[address])];
    if (id !== null && text !== null && !rows.has(text.toLowerCase())) rows.set(text.toLowerCase(), id);
  }
  return rows;
}

/**
 * Who sends: the queue or user of the configured address, else the first queue that has an address.
 * @returns `null` when there is nobody.
 */
export async function findSender(
  client: DataverseClient,
  mailFrom: string | null,
  signal: AbortSignal,
): Promise<Party | null> {
  if (mailFrom !== null) {
    const party = (await resolveAddresses(client, [mailFrom], signal))[0]?.party ?? null;
    return party?.kind === 'contact' ? null : party;
  }
  const filter = encodeURIComponent('emailaddress ne null and statecode eq 0');
  const answer = await client.get(`queues?$select=queueid&$filter=${filter}&$orderby=createdon&$top=1`, {
    purpose: 'mail',
    signal,
  });
  const id = textOf(rowsOf(answer)[0]?.['queueid']);
  return id === null ? null : { kind: 'queue', id };
}
