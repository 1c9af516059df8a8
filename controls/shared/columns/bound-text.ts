/** Brings two changes of one text together; `null` where one of the texts cannot be read, so that the newer one stays. */
type Merge = (base: string | null, mine: string | null, theirs: string | null) => string | null;

/** The value of a bound text column between the host, who stores it later, and the user, who changes it now. */
export class BoundText {
  /** The user's change until the host has taken it: an update that comes earlier still carries the old value. */
  private pending: { readonly base: string | null; readonly text: string; taken: boolean } | null = null;
  /** What the host holds, as it said last. */
  private held: string | null = null;
  private both = false;
  private shown: string | null = null;
  private notify: () => void = () => undefined;
  private readonly merge: Merge;

  constructor(merge: Merge) {
    this.merge = merge;
  }

  /** @param notify tells the host that there is a value to take. */
  begin(notify: () => void): void {
    this.notify = notify;
  }

  /** What stands in the column now: the user's change where there is one. */
  get text(): string | null {
    return this.shown;
  }

  /** Somebody else's change was brought together with the user's. */
  get merged(): boolean {
    return this.both;
  }

  /** Takes what the host holds now, and keeps the user's change where the host holds neither that nor what it held before. */
  follow(raw: string | null): void {
    this.held = raw;
    this.keepChange(raw);
    this.shown = this.pending === null ? raw : this.pending.text;
  }

  /** The user changed the text. */
  change(text: string): void {
    this.pending = { base: this.pending?.base ?? this.held, text, taken: false };
    this.shown = text;
    this.both = false;
    this.notify();
  }

  /** The host takes the value. */
  take(): string | null {
    if (this.pending !== null) this.pending.taken = true;
    return this.shown;
  }

  end(): void {
    this.pending = null;
  }

  private keepChange(raw: string | null): void {
    if (this.pending === null) return;
    const { base, text, taken } = this.pending;
    if (raw === base && !taken) return;
    const both = raw === base || raw === text ? null : this.merge(base, text, raw);
    if (both === null || both === raw) {
      this.pending = null;
      return;
    }
    this.pending = { base: raw, text: both, taken: false };
    this.both = true;
    // Not while the host waits for the view.
    void Promise.resolve().then(this.notify);
  }
}
