import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import * as React from 'react';
import type { Texts } from '../../shared/texts';
import type { ListRow } from './list-rows';
import type { Lock } from './MarketingLists';
import type { Notice } from './notice';

export interface MessagesProps {
  readonly rows: readonly ListRow[];
  readonly lock: Lock | null;
  readonly failure: string | null;
  readonly notice: Notice | null;
  readonly texts: Texts;
}

const names = (rows: readonly ListRow[]) => rows.map((row) => row.name).join(', ');

/** What the user has to know about the lists, worst last: why they are locked, what would refuse a start, what went wrong. */
export function Messages({ rows, lock, failure, notice, texts }: MessagesProps): React.ReactElement {
  const inactive = rows.filter((row) => !row.active);
  const accounts = rows.filter((row) => row.memberTable === 'account');
  return (
    <>
      {lock !== null && <Bar intent="info">{texts(lock === 'unsaved' ? 'Lock_Unsaved' : 'Lock_ReadOnly')}</Bar>}
      {inactive.length > 0 && <Bar intent="warning">{texts('Warn_Inactive', names(inactive))}</Bar>}
      {accounts.length > 0 && <Bar intent="info">{texts('Note_Accounts', names(accounts))}</Bar>}
      {failure !== null && <Bar intent="error">{texts('Trouble', failure)}</Bar>}
      {notice !== null && (
        <Bar intent={notice.intent}>
          {notice.lines.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </Bar>
      )}
    </>
  );
}

interface BarProps {
  readonly intent: 'info' | 'success' | 'warning' | 'error';
  readonly children: React.ReactNode;
}

function Bar({ intent, children }: BarProps): React.ReactElement {
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>{children}</MessageBarBody>
    </MessageBar>
  );
}
