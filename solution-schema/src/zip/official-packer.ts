import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** The Power Platform CLI. */
export interface OfficialPacker {
  readonly version: string;
  run(args: readonly string[]): Promise<CommandResult>;
}

type Command = readonly [program: string, ...args: string[]];

function execute([program, ...first]: Command, args: readonly string[], cwd: string): Promise<CommandResult> {
  // pac is built for one .NET version and runs on every newer one.
  const env = {
    ...process.env,
    DOTNET_ROLL_FORWARD: 'LatestMajor',
    DOTNET_NOLOGO: '1',
    PP_TOOLS_TELEMETRY_OPTOUT: '1',
  };
  return new Promise((resolve) => {
    execFile(program, [...first, ...args], { env, cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, output: `${stdout}${stderr}` });
    });
  });
}

function readable(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function onPath(program: string, environment: NodeJS.ProcessEnv): Promise<string | null> {
  for (const folder of (environment['PATH'] ?? '').split(delimiter)) {
    if (folder !== '' && (await readable(join(folder, program)))) return join(folder, program);
  }
  return null;
}

/** `PAC` (the program or pac.dll), else `pac` on the path, else the pinned .NET tool of the repository. */
async function candidates(repository: string, environment: NodeJS.ProcessEnv): Promise<readonly Command[]> {
  const named = environment['PAC'];
  if (named !== undefined && named !== '') return [named.endsWith('.dll') ? ['dotnet', named] : [named]];
  const found = await onPath('pac', environment);
  if (found !== null) return [[found]];
  const tools = await readFile(join(repository, '.config', 'dotnet-tools.json'), 'utf8').catch(() => '');
  const dotnet = await onPath('dotnet', environment);
  return dotnet !== null && tools.includes('"pac"') ? [[dotnet, 'tool', 'run', 'pac', '--']] : [];
}

/**
 * The first of these that answers: `PAC`, `pac` on the path, the pinned tool of `.config/dotnet-tools.json`.
 * @returns `null` where none does.
 */
export async function findOfficialPacker(
  repository: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<OfficialPacker | null> {
  for (const command of await candidates(repository, environment)) {
    const { output } = await execute(command, ['help'], repository);
    const version = /Version: *(\S+)/.exec(output)?.[1];
    if (version !== undefined) return { version, run: (args) => execute(command, args, repository) };
  }
  return null;
}
