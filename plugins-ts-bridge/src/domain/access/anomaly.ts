/** When the links of a form are stopped until a person has looked. */
export interface AnomalyLimits {
  readonly windowMs: number;
  /** Different links from one client. 0: never. */
  readonly linksPerClient: number;
  /** Links we signed and that open nothing any more, at the least, before their share is looked at. 0: never. */
  readonly refusedLinks: number;
  /** Of all different links of the form in the window, in percent. */
  readonly refusedPercent: number;
}

/**
 * 100 different links from one client in ten minutes: somebody who reads one mailbox has one link, a family a few. A company
 * behind one address opens a mailing within the same minutes as well, so its size is a setting.
 */
export const usualAnomalyLimits: AnomalyLimits = {
  windowMs: 600_000,
  linksPerClient: 100,
  refusedLinks: 300,
  refusedPercent: 50,
};

/** Different links of one form within the window. All were signed by the service: what nobody signed counts nowhere. */
export interface FormTraffic {
  /** Of the busiest client. */
  readonly mostOfOneClient: number;
  readonly links: number;
  /** Of those: expired, used up, or of another form. What people have revoked is not among them. */
  readonly refused: number;
}

/** Why the links of a form are to be stopped, as a sentence for people; `null` where nothing stands out. */
export function anomalyIn(traffic: FormTraffic, limits: AnomalyLimits): string | null {
  const minutes = Math.round(limits.windowMs / 60_000);
  const release = 'Look at pmds access-log, then choose Release Links.';
  if (limits.linksPerClient > 0 && traffic.mostOfOneClient >= limits.linksPerClient) {
    return `One client used ${traffic.mostOfOneClient} different links within ${minutes} minutes, so the links of this form were stopped. ${release}`;
  }
  const { links, refused } = traffic;
  const isMuch = limits.refusedLinks > 0 && refused >= limits.refusedLinks;
  if (isMuch && refused * 100 >= links * limits.refusedPercent) {
    return `Of ${links} different links within ${minutes} minutes ${refused} opened nothing any more, so the links of this form were stopped. ${release}`;
  }
  return null;
}
