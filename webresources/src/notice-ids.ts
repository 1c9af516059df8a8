/** Ids of form notifications. Two scripts write them, each with its own copy of everything but these. */
export const noticeIds = {
  /** What became of the last press of Start Sync or of a retry; each reason of a refusal has this id and a number behind it. */
  start: 'pmds.start',
  state: 'pmds.state',
  safe: 'pmds.safe',
  mail: 'pmds.mail',
  /** What the queries of lists ask for that a run takes in another way. */
  queries: 'pmds.queries',
  live: 'pmds.live',
  selection: 'pmds.selection',
} as const;
