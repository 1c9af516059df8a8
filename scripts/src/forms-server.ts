import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { forms } from './processes/paths.js';

/** The sample web forms on an origin of their own, as a marketing site would serve them. */
export interface FormsServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
  /** Tells the forms which bridge to ask; until then they say that there is none. */
  readonly useBridge: (url: string) => void;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** @param port 0 = any free port. */
export async function startForms(port: number): Promise<FormsServer> {
  let bridgeUrl = '';
  const server = createServer((request, response) => void answer(request, response, bridgeUrl));
  await listen(server, port);
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(taken)}`,
    useBridge: (url) => (bridgeUrl = url),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, bridgeUrl: string): Promise<void> {
  // As it stands: read as an address, a path such as `//form.html` would be another host.
  const file = fileOf((request.url ?? '/').replace(/[?#].*$/s, '').replace(/^\/{2,}/, '/'));
  const content = file === null ? null : await readFile(file).catch(() => null);
  if (file === null || content === null) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('There is no such form.\n');
    return;
  }
  const type = types[extname(file)] ?? 'application/octet-stream';
  const body = type.startsWith('text/html')
    ? content
        .toString('utf8')
        .replaceAll('{{bridge}}', () => bridgeUrl)
        // The same site by its other name is another origin.
        .replaceAll('{{forms}}', () => `http://${String(request.headers.host).replace('127.0.0.1', 'localhost')}`)
    : content;
  response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
}

/** The file behind a path; `null` for a path that leads out of the folder. */
function fileOf(path: string): string | null {
  // The script and its parts stand at the root, as a site keeps them.
  if (/^\/(prefill|fill|submit|verify)\.js$/.test(path)) return join(forms.scripts, path);
  // What the pages of frameworks run is built, too.
  const built = /^\/built\/(\w+\.js)$/.exec(path)?.[1];
  if (built !== undefined) return join(forms.scripts, 'samples', built);
  let decoded: string;
  try {
    decoded = decodeURIComponent(path === '/' ? '/newsletter.html' : path);
  } catch {
    return null;
  }
  const file = normalize(join(forms.samples, decoded));
  return file.startsWith(forms.samples) && !decoded.includes('\0') ? file : null;
}
