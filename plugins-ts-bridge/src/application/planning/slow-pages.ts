import type { SourcePace } from '../../ports/recipient-source.js';

/** Dataverse's pages of 5,000 rows take a second and more; a server that is only busy with sixteen of ours takes half of one. */
const slowPageMs = 1_000;

/** Whether pages take so long that waiting costs more than calls, as the run of this flow has seen it. */
export function pagesAreSlow(pace: Pick<SourcePace, 'pageMs'>, flow: string): boolean {
  return pace.pageMs(flow) > slowPageMs;
}
