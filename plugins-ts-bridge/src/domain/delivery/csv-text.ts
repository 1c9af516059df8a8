/** Cells that a spreadsheet would run as a formula. https://owasp.org/www-community/attacks/CSV_Injection */
const formula = /^[=+\-@\t\r]/;

/** A text of somebody's as a cell: escaped where a spreadsheet would run it. Numbers of numeric columns are none. */
export function harmlessText(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** A record as RFC 4180 has it: cells by commas, quoted where they have to be, CRLF at the end. */
export function csvRecord(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
