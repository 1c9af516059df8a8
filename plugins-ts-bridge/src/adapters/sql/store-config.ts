/** Where the ledger and the profiles are kept. */
export type StoreConfig =
  { readonly kind: 'sqlite'; readonly directory: string } | { readonly kind: 'postgres'; readonly url: string };
