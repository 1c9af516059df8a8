import { roomOf, type SourceFile } from './source-files.js';

/** Files of one folder, whatever they hold. */
const mostFiles = 15;
/** A file of so many lines is too long. */
const linesTooMany = 400;

/** Folders with more files than a reader keeps in mind. */
export function crowdedFolders(files: readonly SourceFile[]): readonly string[] {
  const rooms = new Map<string, number>();
  for (const { path } of files) rooms.set(roomOf(path), (rooms.get(roomOf(path)) ?? 0) + 1);
  return [...rooms].flatMap(([room, inside]) =>
    inside > mostFiles
      ? [
          `${room} has ${String(inside)} files; ${String(mostFiles)} are the most. Give the ones that belong together a folder of their own.`,
        ]
      : [],
  );
}

export function longFiles(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    return lines >= linesTooMany
      ? [`${path} has ${String(lines)} lines; a file stays below ${String(linesTooMany)}. Look for its second idea.`]
      : [];
  });
}
