import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { MetFault } from '../limits/faults.js';
import { answerInstead, half } from './fault-answers.js';
import { giveRoomBack } from '../query/page-rooms.js';
import type { ApiResponse } from './requests/message.js';

/** A slow body is sent in so many pieces. */
const slowPieces = 20;

/** Sends what `answer` gives, or what a fault makes of it. An answer whose status is the fault itself is never computed. */
export async function sendWithFault(
  response: ServerResponse,
  fault: MetFault | null,
  answer: () => Promise<ApiResponse>,
): Promise<void> {
  if (fault?.kind === 'reset') {
    response.destroy();
    return;
  }
  const instead = fault === null ? null : answerInstead(fault);
  if (instead !== null) {
    send(response, instead);
    return;
  }
  const real = await answer();
  if (fault === null) send(response, real);
  else if (fault.kind === 'not-json')
    send(response, {
      ...real,
      status: 200,
      headers: { 'Content-Type': 'text/html' },
      body: '<html><body>Service Unavailable</body></html>',
    });
  else if (fault.kind === 'half') send(response, half(real));
  else if (fault.kind === 'truncate') truncate(response, real);
  else await trickle(response, real, fault.milliseconds ?? 2000, fault.over);
}

function send(response: ServerResponse, { status, headers, body }: ApiResponse): void {
  // Encoded once: measuring a page of several megabytes as text and then sending it would read it twice.
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, bytes === null ? headers : { ...headers, 'Content-Length': String(bytes.length) });
  // What is not sent to its end is left to the garbage collector: nobody knows who still reads it.
  response.end(bytes ?? undefined, () => {
    if (bytes !== null) giveRoomBack(bytes);
  });
}

/** The length of the whole is announced, half of it comes, then the connection breaks. */
function truncate(response: ServerResponse, { status, headers, body }: ApiResponse): void {
  const whole = Buffer.from(body ?? '');
  response.writeHead(status, { ...headers, 'Content-Length': String(whole.length) });
  response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => response.destroy());
}

async function trickle(
  response: ServerResponse,
  { status, headers, body }: ApiResponse,
  milliseconds: number,
  over: AbortSignal,
): Promise<void> {
  const whole = Buffer.from(body ?? '');
  response.writeHead(status, { ...headers, 'Content-Length': String(whole.length) });
  const size = Math.max(1, Math.ceil(whole.length / slowPieces));
  for (let at = 0; at < whole.length && !response.destroyed; at += size) {
    response.write(whole.subarray(at, at + size));
    if (!over.aborted) await wait(milliseconds / slowPieces, undefined, { signal: over }).catch(() => undefined);
  }
  response.end();
}
