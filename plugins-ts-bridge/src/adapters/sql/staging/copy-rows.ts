/** First bytes of PostgreSQL's binary format, flags and header extension (none) included. */
const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const trailer = -1;

/**
 * Rows in the binary format of `COPY … FROM STDIN`, field after field in the order of the columns.
 * https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"
 */
export class CopyRows {
  readonly #fields: number;
  #buffer: Buffer;
  #length: number;

  /** @param bytesExpected Right from the start, the buffer never has to grow. */
  constructor(fields: number, bytesExpected: number) {
    this.#fields = fields;
    this.#buffer = Buffer.allocUnsafe(header.length + 2 + bytesExpected);
    this.#length = header.copy(this.#buffer);
  }

  row(): this {
    this.#room(2);
    this.#length = this.#buffer.writeInt16BE(this.#fields, this.#length);
    return this;
  }

  smallint(value: number): this {
    this.#room(6);
    this.#buffer.writeInt32BE(2, this.#length);
    this.#length = this.#buffer.writeInt16BE(value, this.#length + 4);
    return this;
  }

  bytes(value: Uint8Array): this {
    this.#room(4 + value.length);
    this.#length = this.#buffer.writeInt32BE(value.length, this.#length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  text(value: string): this {
    // A UTF-16 code unit never takes more than three bytes.
    this.#room(4 + value.length * 3);
    const written = this.#buffer.write(value, this.#length + 4);
    this.#buffer.writeInt32BE(written, this.#length);
    this.#length += 4 + written;
    return this;
  }

  /** Everything, closed. Nothing can be added afterwards. */
  end(): Buffer {
    this.#room(2);
    this.#length = this.#buffer.writeInt16BE(trailer, this.#length);
    return this.#buffer.subarray(0, this.#length);
  }

  #room(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
