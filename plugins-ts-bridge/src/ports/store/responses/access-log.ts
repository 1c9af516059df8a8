import type { RowId } from '@pmds/contracts/ids';
import type { FormTraffic } from '../../../domain/access/form-traffic.js';
import type { OpeningRecord } from '../../../domain/access/opening-record.js';

/** Which uses of links are looked for. */
export interface AccessQuery {
  readonly memberId: RowId | null;
  readonly formKey: string | null;
  readonly since: Date;
  readonly limit: number;
}

export interface AccessLogReader {
  /** The newest first. */
  find(query: AccessQuery): Promise<readonly OpeningRecord[]>;
}

export interface AccessLogWriter {
  add(records: readonly OpeningRecord[]): Promise<void>;
  /** What was done with links of a form since a time, by whatever process. */
  traffic(formKey: string, since: Date): Promise<FormTraffic>;
  forgetBefore(time: Date): Promise<void>;
}

/** Forms whose links were stopped, until a person releases them. */
export interface LinkStops {
  /** @returns false where they are stopped already. */
  stop(formKey: string, at: Date): Promise<boolean>;
  /** What was counted before is not counted again. @returns false where they were not stopped. */
  release(formKey: string, at: Date): Promise<boolean>;
  /** When the links were released last; `null` where they never were. */
  releasedAt(formKey: string): Promise<Date | null>;
}
