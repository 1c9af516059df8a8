import { ok, refused, type Result } from '@pmds/contracts/result';
import { readJson } from '../values/read-json.js';
import { outboxKinds, type KindSchema, type OutboxMessage } from './outbox.js';

/** A message as the store keeps it: two texts of JSON beside its kind. */
export interface StoredMessage {
  readonly kind: string;
  readonly subject: string;
  readonly payload: string;
}

export function storedMessage({ kind, subject, ...payload }: OutboxMessage): StoredMessage {
  return { kind, subject: JSON.stringify(subject), payload: JSON.stringify(payload) };
}

/** @returns a refusal with a sentence that names the kind and the place, and no value. */
export function readMessage(stored: StoredMessage): Result<OutboxMessage, string> {
  const read = readStored(stored, outboxKinds);
  // Kind, subject and payload were parsed by the schemas that the type is made of.
  return read.ok ? ok(read.value as OutboxMessage) : read;
}

/** Reads a stored message by the schemas of its kind. */
export function readStored(
  { kind, subject, payload }: StoredMessage,
  kinds: Readonly<Record<string, KindSchema>>,
): Result<object, string> {
  const schema = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (schema === undefined) {
    return refused(
      `This version of the service does not know reports of the kind "${kind}". Send it again with the version that made it, or drop it.`,
    );
  }
  const about = readJson(subject, schema.subject);
  if (!about.ok) return refused(unreadable(kind, 'subject', about.failure));
  const said = readJson(payload, schema.payload);
  if (!said.ok) return refused(unreadable(kind, 'payload', said.failure));
  return ok({ kind, subject: about.value, ...said.value });
}

function unreadable(kind: string, part: string, place: string): string {
  return `The stored report of the kind "${kind}" cannot be read: its ${part} ${place}. Drop it, or send it again with the version that made it.`;
}
