import { StartError } from '../start-error.js';

/** Where in a file something is wrong. */
export interface CsvPlace {
  readonly file: string;
  /** 1 = the first line of the file. */
  readonly line: number;
  /** Header of the column, or its number from 1 where there is no header. */
  readonly column?: string | number;
}

/** Something in a CSV file that cannot be read: its message names file, line and column and says what to do. */
export class CsvError extends StartError {
  constructor(place: CsvPlace, what: string, remedy: string) {
    const column =
      place.column === undefined
        ? ''
        : `, column ${typeof place.column === 'number' ? String(place.column) : `"${place.column}"`}`;
    super(`${place.file}, line ${String(place.line)}${column}: ${what} ${remedy}`);
  }
}
