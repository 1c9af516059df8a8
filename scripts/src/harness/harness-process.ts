import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../processes/paths.js';
import { StartError } from '../start-error.js';

/** Microsoft's test harness, showing one control. */
export interface Harness extends AsyncDisposable {
  /** Of its page. */
  readonly url: string;
}

const patienceMs = 60_000;

/**
 * Starts the harness over the built folder of a control, on the first free port from 8181 on.
 * @param command as `installedHarness` returns it. @throws StartError with what the harness said.
 */
export async function startHarness(command: string, control: string): Promise<Harness> {
  const built = join(root, 'controls', control, 'out', 'controls', control);
  const child = spawn(process.execPath, [command, '--codePath', built], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PP_TOOLS_TELEMETRY_OPTOUT: '1', BROWSER: 'none' },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  const answers = new Promise<string>((resolve) => {
    const listen = (text: string): void => {
      said += text;
      const url = /http:\/\/localhost:\d+/.exec(said)?.[0];
      if (url !== undefined) resolve(url);
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  const url = await Promise.race([answers, ended.then(() => null)]);
  clearTimeout(timer);
  if (url === null) throw new StartError(`The test harness did not start for ${control}.\n${said}`);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(late);
  };
  return { url, [Symbol.asyncDispose]: stop };
}
