/** A part of the platform's interfaces as hosts really hand it over: any member may be missing, whatever the types say. */
export type Maybe<Part> = { readonly [Member in keyof Part]?: Part[Member] | undefined };
