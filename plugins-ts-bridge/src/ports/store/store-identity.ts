/** Whose store it is; `null` as long as that was not kept. */
export interface StoreIdentity {
  readonly url: string | null;
  readonly organizationId: string | null;
}

export interface StoreIdentityWriter {
  find(): Promise<StoreIdentity>;
  keep(identity: StoreIdentity): Promise<void>;
}
