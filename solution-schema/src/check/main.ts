// Checks solution/ by all rules. Exit 1 with a line per finding.
import { solutionRoot } from '../zip/entry.js';
import { readSolution } from '../read/read-solution.js';
import { readSolutionFiles } from '../read/solution-files.js';
import { findings, findingSentence } from './rule.js';
import { rules } from './rules.js';

try {
  const found = findings(readSolution(await readSolutionFiles(solutionRoot)), rules);
  for (const finding of found) process.stderr.write(`solution/${findingSentence(finding)}\n`);
  if (found.length > 0) process.exitCode = 1;
  else process.stdout.write(`solution/ keeps all ${String(rules.length)} rules.\n`);
} catch (error) {
  // What cannot be read cannot be judged: its sentence names the file.
  if (!(error instanceof Error)) throw error;
  process.stderr.write(`solution/${error.message}\n`);
  process.exitCode = 1;
}
