/** What reporting needs to know beside a client. Plain data: it travels into a worker thread. */
export interface ReportingConfig {
  /** Organisation URL without `/api`, for links to the record. */
  readonly organizationUrl: string;
  /** Address of a queue or user in Dataverse that sends the mail, and the sender for SMTP; `null`: the first queue that has one. */
  readonly mailFrom: string | null;
  /** `null` where there is no SMTP server to fall back on. */
  readonly smtpUrl: string | null;
  /** Pause before a mail that the server put off is sent again, in seconds; it doubles each time, up to an hour. */
  readonly mailRetrySeconds: number;
}
