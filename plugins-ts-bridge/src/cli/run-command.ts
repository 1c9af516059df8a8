import { parseArgs } from 'node:util';
import { CommandFailed, UsageError, type Command, type Terminal, type Values } from './command.js';

/** Finds the command, reads its options and runs it. @returns the exit code. */
export async function runCommand(
  commands: readonly Command[],
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const [name = 'help', ...rest] = args;
  if (name === 'help' || name === '--help' || name === '-h') {
    for (const line of overview(commands)) terminal.out(line);
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    terminal.err(`There is no command "${name}". There are: ${commands.map((one) => one.name).join(', ')}.`);
    return 2;
  }
  try {
    const values = read(command, rest);
    if (values['help'] !== true) return await command.run(values, terminal);
    for (const line of [`pmds ${command.name}: ${command.summary}`, ...command.help]) terminal.out(line);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      for (const problem of error.problems) terminal.err(problem);
      return 2;
    }
    if (!(error instanceof CommandFailed)) throw error;
    terminal.err(error.message);
    return 1;
  }
}

function read(command: Command, args: readonly string[]): Values {
  try {
    const options = { ...command.options, help: { type: 'boolean', short: 'h' } } as const;
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // Node's own sentences name the option that is wrong.
    throw new UsageError(error instanceof Error ? error.message : String(error), `See pmds ${command.name} --help.`);
  }
}

function overview(commands: readonly Command[]): readonly string[] {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'pmds <command> [options]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Settings come from the environment; .env.example lists every one. pmds <command> --help shows the options.',
  ];
}
