import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../processes/paths.js';
import { StartError } from '../start-error.js';

const version = '1.51.1';

/** Apart from our own packages: it brings 155 others, 110 MB, and nothing that ships or is tested needs them. */
const folder = join(root, '.cache', 'harness', version);

/** Installs Microsoft's test harness where it is not there yet. @returns its command's file. @throws StartError */
export async function installedHarness(): Promise<string> {
  const command = join(folder, 'node_modules', 'pcf-start', 'bin', 'pcf-start.js');
  if (existsSync(command)) return command;
  mkdirSync(folder, { recursive: true });
  const manifest = { name: 'harness', private: true, dependencies: { 'pcf-start': version } };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  process.stdout.write(`Installing pcf-start ${version} into ${folder}\n`);
  const code = await npmInstall();
  if (code === 0 && existsSync(command)) return command;
  throw new StartError(
    `pcf-start ${version} could not be installed (npm ended with ${String(code)}). Look whether npm reaches its registry, and try again.`,
  );
}

function npmInstall(): Promise<number> {
  const npm = process.env['npm_execpath'];
  const [file, before] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  return new Promise((resolve) => {
    const child = spawn(file, [...before, 'install', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', () => resolve(-1));
    child.once('close', (code) => resolve(code ?? -1));
  });
}
