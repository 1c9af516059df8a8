/**
 * A number whose digits a double does not hold, or spells otherwise: money goes to 922,337,203,685,477.5807, big integers
 * to 2^63. Numbers that a double spells as they came stay numbers.
 */
export class ExactNumber {
  /** The number as JSON spelt it. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Its digits, so that `Number()` and text take it as any number. */
  toString(): string {
    return this.text;
  }
}

/** Whether JSON's spelling of a number is what would be written for it again. */
export function isExactDouble(text: string): boolean {
  return String(Number(text)) === text;
}
