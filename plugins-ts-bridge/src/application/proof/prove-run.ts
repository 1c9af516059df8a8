import { memberNouns } from '@pmds/contracts/fields/member-table';
import { memberOutcomes } from '@pmds/contracts/run/outcomes';
import { selectableTables, type SelectableTable } from '@pmds/contracts/fields/field-selection';
import type { RowId, SyncRunId } from '@pmds/contracts/ids';
import { counted } from '@pmds/contracts/wording';
import { DigestSum } from '../../domain/run/digest.js';
import { guidBytes } from '../../domain/guid.js';
import { canonicalText, parseSignedManifest, type RunManifest } from '../../domain/run/manifest.js';
import type { Run } from '../../domain/run/run.js';
import type { Hashing } from '../../ports/hashing.js';
import { descriptionFindings } from '../members/values/description.js';
import type { ProofReader, Strays } from '../../ports/store/proof.js';
import type { MembershipRow } from '../../ports/recipient-source.js';
import type { Signing } from '../../ports/signing.js';
import { profileText } from '../members/build-chunk.js';

interface VerifyDependencies {
  readonly proof: ProofReader;
  readonly signing: Signing;
  readonly hashing: Hashing;
}

export interface Verification {
  /** No finding, and everything could be checked. */
  readonly holds: boolean;
  /** What differs or could not be checked, a sentence each; nothing of it names a value. */
  readonly findings: readonly string[];
  /** What was gone through. */
  readonly profiles: number;
  readonly memberships: number;
}

/** Ids that a finding names at most. */
const named = 20;
const pageRows = 5_000;
const membershipRows = 50_000;

/**
 * Holds a run's manifest against what is in the store now: signature, counts, every stored row by its own hash and all
 * together by their digest, members without a row, rows without a member, and the membership of each list.
 * @param text of `pmds_manifest`, from wherever it was kept.
 */
export async function verifyRun(runId: SyncRunId, text: string, by: VerifyDependencies): Promise<Verification> {
  const nothing = { profiles: 0, memberships: 0 };
  const signed = parseSignedManifest(text);
  if (signed === null)
    return failing(nothing, 'The manifest cannot be read: it is not what a run of this product writes.');
  const { manifest, signature } = signed;
  const findings: string[] = [];
  if (signature === null) findings.push('The manifest is not signed; the service that ended the run had no key.');
  else {
    const check = by.signing.verify(canonicalText(manifest), signature);
    if (check === 'invalid') findings.push('The signature does not fit: the manifest was changed after it was signed.');
    if (check === 'unknown-key')
      findings.push(`The key "${signature.kid}" that signed the manifest is not configured here.`);
  }
  if (manifest.run.id !== runId) {
    return failing(nothing, ...findings, `The manifest belongs to run ${manifest.run.id}, not to ${runId}.`);
  }
  const run = await by.proof.ledger.runs.find(runId);
  if (run === null) return failing(nothing, ...findings, `The store knows no run ${runId}.`);
  if (!(await isCurrent(by.proof, run))) {
    return failing(
      nothing,
      ...findings,
      'A later run has replaced what this one stored, so the store cannot be compared.',
    );
  }
  findings.push(...(await countFindings(by.proof, run, manifest)));
  findings.push(...(await descriptionFindings(by, run, manifest)));
  let profiles = 0;
  for (const table of selectableTables) {
    const checked = await checkStored(by, run, table, manifest);
    findings.push(...checked.findings);
    profiles += checked.profiles;
  }
  const lists = await checkLists(by.proof, run, manifest);
  findings.push(...lists.findings);
  if (!(await isCurrent(by.proof, run))) findings.push('Another run completed meanwhile; verify that one instead.');
  return { holds: findings.length === 0, findings, profiles, memberships: lists.memberships };
}

function failing(gone: Pick<Verification, 'profiles' | 'memberships'>, ...findings: readonly string[]): Verification {
  return { ...gone, holds: false, findings };
}

async function isCurrent({ ledger }: ProofReader, run: Run): Promise<boolean> {
  return (await ledger.runs.currentGeneration(run.dataSyncId))?.runId === run.runId;
}

async function countFindings({ ledger }: ProofReader, run: Run, manifest: RunManifest): Promise<readonly string[]> {
  const findings: string[] = [];
  const counts = await ledger.counts.outcomes(run.runId);
  for (const table of selectableTables) {
    if (run.known === 'members' && run.members[table] !== manifest.members[table]) {
      findings.push(
        `The ledger has ${counted(run.members[table], 'member')} of ${table}, the manifest ${manifest.members[table]}.`,
      );
    }
    for (const outcome of memberOutcomes) {
      const [has, says] = [counts[table][outcome], manifest.counts[table][outcome]];
      if (has !== says)
        findings.push(`The ledger counts ${has} ${memberNouns[table]} as ${outcome}, the manifest ${says}.`);
    }
  }
  const errors = await ledger.traces.errorCount(run.runId);
  if (errors !== manifest.errors)
    findings.push(`The ledger has ${counted(errors, 'error')}, the manifest ${manifest.errors}.`);
  return findings;
}

async function checkStored(
  { proof, hashing }: VerifyDependencies,
  run: Run,
  table: SelectableTable,
  manifest: RunManifest,
): Promise<{ readonly findings: readonly string[]; readonly profiles: number }> {
  const sum = new DigestSum();
  const kept = new DigestSum();
  const changed: RowId[] = [];
  let profiles = 0;
  for (let after: RowId | null = null; ;) {
    const rows = await proof.storedRows(run, table, after, pageRows);
    for (const { id, cells, hash } of rows) {
      const now = hashing.contentHash(profileText(id, cells));
      sum.add(now);
      kept.add(hash);
      if (!Buffer.from(now).equals(hash)) changed.push(id);
    }
    profiles += rows.length;
    after = rows.at(-1)?.id ?? null;
    if (rows.length < pageRows) break;
  }
  const findings = [
    ...strays({ count: changed.length, first: changed.slice(0, named) }, table, 'was changed since it was written'),
    ...strays(await proof.missing(run, table, named), table, 'is missing: a member without a stored row'),
    ...strays(await proof.extra(run, table, named), table, 'is extra: no member of the run'),
  ];
  const says = manifest.stored[table];
  if (profiles !== says.profiles)
    findings.push(`The store holds ${profiles} ${memberNouns[table]}, the manifest says ${says.profiles}.`);
  else if (sum.text !== says.digest && findings.length === 0) {
    findings.push(`The stored ${memberNouns[table]} are not those that the run wrote: their digest differs.`);
  } else if (changed.length > 0 && kept.text !== says.digest) {
    findings.push(
      `More of the stored ${memberNouns[table]} were changed, together with their hash: only the digest tells.`,
    );
  }
  return { findings, profiles };
}

function strays({ count, first }: Strays, table: SelectableTable, what: string): readonly string[] {
  if (count === 0) return [];
  const more = count > first.length ? ` and ${count - first.length} more` : '';
  return [`${count} of the stored ${memberNouns[table]}: each ${what}: ${first.join(', ')}${more}.`];
}

async function checkLists(
  proof: ProofReader,
  run: Run,
  manifest: RunManifest,
): Promise<{ readonly findings: readonly string[]; readonly memberships: number }> {
  const found = manifest.lists.map(() => ({ members: 0, digest: new DigestSum() }));
  let memberships = 0;
  for (let after: MembershipRow | null = null; ;) {
    const rows = await proof.memberships(run, after, membershipRows);
    for (const { list, id } of rows) {
      const at = found[list];
      if (at === undefined) continue;
      at.members += 1;
      at.digest.addId(guidBytes(id));
    }
    memberships += rows.length;
    after = rows.at(-1) ?? null;
    if (rows.length < membershipRows) break;
  }
  const findings = manifest.lists.flatMap((list, index) => {
    const { members, digest } = found[index] ?? { members: 0, digest: new DigestSum() };
    if (members !== list.members)
      return [`List "${list.name}" has ${members} kept members, the manifest says ${list.members}.`];
    return digest.text === list.digest ? [] : [`The kept members of list "${list.name}" are not those of the id scan.`];
  });
  return { findings, memberships };
}
