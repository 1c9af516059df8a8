import { createServer } from 'node:net';
import { StartError } from '../start-error.js';

/**
 * Makes sure that nobody listens on a port before anything is started.
 * @param port 0 means any free port and always passes.
 * @throws StartError naming port and option.
 */
export async function requireFreePort(port: number, option: string, what: string): Promise<void> {
  if (port === 0) return;
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${cause.message})`;
      reject(
        new StartError(
          `Port ${String(port)} for ${what} ${why}. Stop that program, or choose another port with --${option} N (0 = any free port).`,
        ),
      );
    });
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}
