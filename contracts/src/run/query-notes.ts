import { queryNoteTexts } from './query-notes-texts.js';
import { worded, type LanguageName } from '../wording.js';

/** Something that a dynamic list's query asks for and a run takes in another way than the list shows it to its owner. */
export type QueryNote = LimitNote | ZoneNote;

interface Noted {
  /** Name of the list. */
  readonly list: string;
  /** What stands in the query, such as `top="5"` or `createdon today`. */
  readonly said: string;
}

/** Rows are limited; a run takes everybody who matches. */
interface LimitNote extends Noted {
  readonly kind: 'limit';
}

/** Days begin by the time zone of who asks. Zones that are not known are `null`. */
interface ZoneNote extends Noted {
  readonly kind: 'zone';
  readonly service: string | null;
  readonly owner: string | null;
}

/** What a run row holds of the notes: a few, and how many there are beside them. */
export interface StoredQueryNotes {
  readonly notes: readonly QueryNote[];
  readonly more: number;
}

const storedAtMost = 5;
const longestText = 200;

/** The notes as they fit into the JSON of a run row. */
export function storedQueryNotes(notes: readonly QueryNote[]): StoredQueryNotes {
  const short = (text: string): string => (text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`);
  const kept = notes
    .slice(0, storedAtMost)
    .map((note) => ({ ...note, list: short(note.list), said: short(note.said) }));
  return { notes: kept, more: Math.max(0, notes.length - storedAtMost) };
}

/** What the JSON of `pmds_counts` says of queries; no notes where it says nothing that can be read. */
export function queryNotesOfCounts(text: unknown): StoredQueryNotes {
  const none = { notes: [], more: 0 };
  if (typeof text !== 'string') return none;
  try {
    const { queries } = JSON.parse(text) as { readonly queries?: Partial<StoredQueryNotes> };
    const notes: readonly unknown[] = Array.isArray(queries?.notes) ? queries.notes : [];
    return { notes: notes.flatMap(noteOf), more: typeof queries?.more === 'number' ? queries.more : 0 };
  } catch {
    return none;
  }
}

function noteOf(value: unknown): readonly QueryNote[] {
  if (typeof value !== 'object' || value === null) return [];
  const { kind, list, said, service, owner } = value as Readonly<Record<string, unknown>>;
  if (typeof list !== 'string' || typeof said !== 'string') return [];
  const zone = (name: unknown): string | null => (typeof name === 'string' ? name : null);
  if (kind === 'limit') return [{ kind, list, said }];
  return kind === 'zone' ? [{ kind, list, said, service: zone(service), owner: zone(owner) }] : [];
}

/** One sentence or two that name the list, what stands in its query and, where days matter, both zones. */
export function queryNoteSentence(note: QueryNote, language: LanguageName): string {
  const texts = queryNoteTexts[language];
  if (note.kind === 'limit') return worded(language, texts.limit, [note.list, note.said]);
  const { service, owner } = note;
  const zones = [service, owner].map((zone) => zone ?? texts.unknownZone);
  return worded(language, texts.zone, [note.list, note.said, ...zones]);
}

/** All that a form says of the queries of a run, empty for nothing. */
export function queryNotesText({ notes, more }: StoredQueryNotes, language: LanguageName): string {
  const rest = more > 0 ? [worded(language, queryNoteTexts[language].more, [more])] : [];
  return [...notes.map((note) => queryNoteSentence(note, language)), ...rest].join(' ');
}
