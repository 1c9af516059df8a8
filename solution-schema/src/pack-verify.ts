// Packs solution/ with the official packer and compares: its zips with ours, our zips unpacked again with solution/.
// Exit 0: the same; 1: differences; 3: there is no official packer here.
import { unzipSync } from 'fflate';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareFiles, withoutTwins } from './zip/compare-packages.js';
import { repositoryRoot, solutionRoot } from './zip/entry.js';
import { findOfficialPacker, type OfficialPacker } from './zip/official-packer.js';
import { packageName } from './zip/package-zip.js';
import { readSolution } from './read/read-solution.js';
import { readSolutionFiles, type SolutionFiles } from './read/solution-files.js';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function unzip(file: string): Promise<SolutionFiles> {
  return new Map(Object.entries(unzipSync(await readFile(file))));
}

/** Runs one verb of the packer; every warning and error in its log counts as a finding. */
async function runPacker(packer: OfficialPacker, args: readonly string[], log: string): Promise<readonly string[]> {
  const { code, output } = await packer.run([...args, '--log', log]);
  const written = await readFile(log, 'utf8').catch(() => '');
  // An entry goes on in the lines below it that carry no time.
  const entries = written.split(/\r?\n(?=\d{4}-\d\d-\d\d )/).filter((entry) => / - (Warning|Error)\t/.test(entry));
  say(
    `pac ${args.slice(0, 2).join(' ')}: exit ${String(code)}, ${String(written.split(/\r?\n/).length - 1)} log lines, ${String(entries.length)} warnings or errors`,
  );
  return code === 0 ? entries : [...entries, `pac ${args.join(' ')} ended with ${String(code)}:\n${output.trim()}`];
}

async function verify(packer: OfficialPacker, work: string): Promise<readonly string[]> {
  const files = await readSolutionFiles(solutionRoot);
  const solution = readSolution(files);
  const theirs = join(work, 'theirs.zip');
  const findings = [
    ...(await runPacker(
      packer,
      ['solution', 'pack', '--zipfile', theirs, '--folder', solutionRoot, '--packagetype', 'Both'],
      join(work, 'pack.log'),
    )),
  ];
  if (findings.length > 0) return findings;
  const dist = join(repositoryRoot, 'dist');
  for (const managed of [false, true]) {
    const name = packageName(solution, managed);
    const packed = await unzip(theirs.replace(/\.zip$/, managed ? '_managed.zip' : '.zip'));
    const differences = compareFiles(await unzip(join(dist, name)), packed, {
      ours: name,
      theirs: "the official packer's zip",
    });
    say(`${name}: ${String(packed.size)} entries compared, ${String(differences.length)} differences`);
    findings.push(...differences.map(({ path, what }) => `${name}: ${path}: ${what}`));
  }
  const unpacked = join(work, 'unpacked');
  const zip = join(dist, packageName(solution, false));
  findings.push(
    ...(await runPacker(
      packer,
      ['solution', 'unpack', '--zipfile', zip, '--folder', unpacked, '--packagetype', 'Both'],
      join(work, 'unpack.log'),
    )),
  );
  const { files: again, differing } = withoutTwins(await readSolutionFiles(unpacked));
  const differences = compareFiles(files, again, { ours: 'solution/', theirs: 'the unpacked zips' });
  say(`unpacked again: ${String(again.size)} files compared with solution/, ${String(differences.length)} differences`);
  findings.push(...differences.map(({ path, what }) => `solution/${path}: ${what}`));
  findings.push(...differing.map((path) => `unpacked ${path}: says something else than its unmanaged twin`));
  return findings;
}

const packer = await findOfficialPacker(repositoryRoot);
if (packer === null) {
  say(
    'pack:verify did not run: the Power Platform CLI was found neither in PAC, nor as "pac" on the path, nor as the .NET tool of .config/dotnet-tools.json.',
  );
  process.exitCode = 3;
} else {
  say(`Power Platform CLI ${packer.version}`);
  const work = await mkdtemp(join(tmpdir(), 'pmds-pack-verify-'));
  try {
    const findings = await verify(packer, work);
    for (const finding of findings) process.stderr.write(`${finding}\n`);
    if (findings.length > 0) process.exitCode = 1;
    else say('The official packer agrees.');
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
