import { platformError } from './platform-error';
import type { AppDefinition, Session, TableDefinition } from './types';

async function getJson<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  if (!response.ok) throw await platformError(response);
  return (await response.json()) as Answer;
}

export function readSession(): Promise<Session> {
  return getJson<Session>('/_shell/session');
}

export function readApp(id: string): Promise<AppDefinition> {
  return getJson<AppDefinition>(`/_shell/apps/${id}`);
}

const tables = new Map<string, Promise<TableDefinition>>();

/** A table's definition; asked for once per page load, as a model-driven app caches it. */
export function readTable(logicalName: string): Promise<TableDefinition> {
  let known = tables.get(logicalName);
  if (known === undefined) {
    known = getJson<TableDefinition>(`/_shell/tables/${logicalName}`);
    known.catch(() => tables.delete(logicalName));
    tables.set(logicalName, known);
  }
  return known;
}

/** Changes the language of the signed-in user; takes effect with the next page load. */
export async function setLanguage(languageId: number): Promise<void> {
  const response = await fetch(`/_shell/language?id=${languageId}`, { method: 'POST' });
  if (!response.ok) throw await platformError(response);
}

export async function signIn(userId: string): Promise<void> {
  const response = await fetch(`/_emulator/sign-in?user=${encodeURIComponent(userId)}`);
  if (!response.ok) throw await platformError(response);
}
