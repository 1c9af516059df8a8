import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { experiments } from './experiments.js';
import { machine, type BenchRow } from './row.js';

const usage = `npm run bench -- [--only E1,E4] [--json FILE] [--members N] [--runs N]

  --only IDS     experiments to run, by comma (default: all)
  --json FILE    rows, machine and versions as JSON
  --members N    size of the large list (default 1000000: the goals are stated for that)
  --runs N       runs a median is taken of, where one is (default 3)
`;

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n\n${usage}`);
  process.exit(2);
}

function options(): { only: readonly string[]; json: string | undefined; members: number; runs: number } {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        json: { type: 'string' },
        members: { type: 'string' },
        runs: { type: 'string' },
      },
    });
    const whole = (name: string, text: string, least: number) => {
      const number = Number(text);
      if (!Number.isInteger(number) || number < least)
        refuse(`--${name} takes a whole number from ${String(least)}, not "${text}".`);
      return number;
    };
    return {
      only: values.only?.split(',').map((id) => id.trim()) ?? experiments.map(({ id }) => id),
      json: values.json,
      members: whole('members', values.members ?? '1000000', 10_000),
      runs: whole('runs', values.runs ?? '3', 1),
    };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const wish = options();
// E5 and E6 come from the same two runs; either name runs both.
const wanted = wish.only.map((id) => (id === 'E6' ? 'E5' : id));
const unknown = wanted.filter((id) => !experiments.some((experiment) => experiment.id === id));
if (unknown.length > 0)
  refuse(`There is no experiment ${unknown.join(', ')}. There are: ${experiments.map(({ id }) => id).join(', ')}, E6.`);

const rows: BenchRow[] = [];
for (const experiment of experiments.filter(({ id }) => wanted.includes(id))) {
  process.stderr.write(`${experiment.id}: ${experiment.title}\n`);
  const measured = await experiment.measure(wish, (line) => process.stderr.write(`  ${line}\n`));
  for (const row of measured) {
    rows.push(row);
    process.stdout.write(
      `${row.id.padEnd(30)} ${String(row.value).padStart(9)} ${row.unit}  against ${String(row.baseline)}  ratio ${String(row.ratio)}  goal ${row.goal}  ${row.holds ? 'holds' : 'MISSED'}\n`,
    );
  }
  if (wish.json !== undefined) {
    writeFileSync(wish.json, `${JSON.stringify({ machine: machine(), members: wish.members, rows }, null, 2)}\n`);
  }
}
process.exitCode = rows.every((row) => row.holds) ? 0 : 1;
