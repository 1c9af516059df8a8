/** An answer of the platform that is not success, in the shape in which client scripts get it. */
class PlatformError extends Error {
  readonly errorCode: number;
  /** The code as the Web API writes it: `0x…`. */
  readonly code: string;
  readonly status: number;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'PlatformError';
    this.status = status;
    this.code = code;
    // Xrm gives the code as a signed 32-bit number: 0x80040220 is -2147220960.
    this.errorCode = Number.parseInt(code, 16) | 0;
  }
}

/** Reads the body of an answer that is not success. */
export async function platformError(response: Response): Promise<PlatformError> {
  const text = await response.text();
  try {
    const { error } = JSON.parse(text) as { error: { code: string; message: string } };
    return new PlatformError(response.status, error.code, error.message);
  } catch {
    return new PlatformError(response.status, '', text || `${response.status} ${response.statusText}`);
  }
}

/** The sentence of any failure. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : typeof error === 'string' ? error : JSON.stringify(error);
}

/** Anything that was thrown, as an Error. */
export function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(messageOf(cause), { cause });
}
