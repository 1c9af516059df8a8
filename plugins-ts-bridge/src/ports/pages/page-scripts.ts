/** A file that web pages include, as it is and compressed. */
export interface PageScript {
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly br: Buffer;
}

/** The versions of `prefill.js` that pages may name. */
export interface PageScripts {
  /** The version that was built with this service; `null` where none was built. */
  readonly current: { readonly version: string; /** As in `integrity="…"`. */ readonly integrity: string } | null;
  find(version: string, file: string): PageScript | undefined;
}
