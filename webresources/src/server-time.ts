/** An answer tells whole seconds; asked again every few minutes, in case the computer slept. */
const freshMs = 5 * 60_000;

interface Heard {
  /** Dataverse's clock against the page's own, which nobody can set. */
  readonly offsetMs: number;
  readonly atMs: number;
}

let heard: Heard | null = null;
let asking: Promise<void> | null = null;

/** What time it is in Dataverse, as far as it is known; the clock of the browser may be hours off. */
export function serverNow(): Date | null {
  return heard === null ? null : new Date(performance.now() + heard.offsetMs);
}

/** As `serverNow`, after asking for it where that is due. Never rejects; `null` where Dataverse does not tell. */
export async function serverTime(): Promise<Date | null> {
  if (heard === null || performance.now() - heard.atMs > freshMs) {
    asking ??= ask().finally(() => {
      asking = null;
    });
    await asking;
  }
  return serverNow();
}

async function ask(): Promise<void> {
  try {
    const clientUrl = Xrm.Utility.getGlobalContext().getClientUrl();
    const headers = { Accept: 'application/json', 'OData-MaxVersion': '4.0', 'OData-Version': '4.0' };
    const answer = await fetch(`${clientUrl}/api/data/v9.2/WhoAmI`, { credentials: 'same-origin', headers });
    const said = Date.parse(answer.headers.get('date') ?? '');
    if (!answer.ok || Number.isNaN(said)) return;
    heard = { offsetMs: said - performance.now(), atMs: performance.now() };
  } catch {
    // Without it the form says nothing about how long ago something was.
  }
}
