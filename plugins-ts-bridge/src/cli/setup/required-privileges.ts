import { Tables } from '@pmds/contracts/generated/tables';

const own = [Tables.dataSync, Tables.syncRun, Tables.errorTrace].map(({ schemaName }) => schemaName);

/** What the service does all day; without one of them a run fails. The role Profile Sync Application grants them all. */
export const requiredPrivileges: readonly string[] = [
  'prvReadContact',
  'prvReadLead',
  'prvReadList',
  'prvReadUser',
  'prvReadUserSettings',
  'prvReadQueue',
  'prvCreateActivity',
  'prvReadActivity',
  'prvWriteActivity',
  'prvAppendToContact',
  'prvAppendToLead',
  ...own.flatMap((table) => [`prvRead${table}`, `prvWrite${table}`]),
  // Their owner is that of the sync, which a row gets when it is made.
  ...[Tables.syncRun, Tables.errorTrace].flatMap(({ schemaName }) => [
    `prvCreate${schemaName}`,
    `prvAssign${schemaName}`,
  ]),
  ...own.map((table) => `prvAppend${table}`),
];
