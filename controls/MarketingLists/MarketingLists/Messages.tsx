import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import * as React from 'react';
import type { Texts } from '../../shared/texts';
import { aboutLists } from './about-lists';
import type { ListRow } from './list-rows';
import type { Lock } from './MarketingLists';
import type { Notice } from './notice';

interface MessagesProps {
  readonly rows: readonly ListRow[];
  readonly lock: Lock | null;
  readonly failure: string | null;
  readonly notice: Notice | null;
  readonly texts: Texts;
  /** Turns back what the notice speaks of; `null` where that is not possible now. */
  readonly onUndo: (() => void) | null;
}

/**
 * What the user has to know about the lists, worst last: why they are locked, what would refuse a start, what went wrong. The place of
 * the messages is always there, so that a screen reader reads what comes into it, once.
 */
export function Messages({ rows, lock, failure, notice, texts, onUndo }: MessagesProps): React.ReactElement {
  const inactive = rows.filter((row) => !row.active);
  const accounts = rows.filter((row) => row.memberTable === 'account');
  return (
    <div role="status" aria-atomic="false" aria-relevant="additions text">
      {lock !== null && <Bar intent="info">{texts(lock === 'unsaved' ? 'Lock_Unsaved' : 'Lock_ReadOnly')}</Bar>}
      {inactive.length > 0 && <Bar intent="warning">{aboutLists(texts, 'Warn_Inactive', inactive)}</Bar>}
      {accounts.length > 0 && <Bar intent="info">{aboutLists(texts, 'Note_Accounts', accounts)}</Bar>}
      {failure !== null && <Bar intent="error">{texts('Trouble', failure)}</Bar>}
      {notice !== null && (
        <Bar
          intent={notice.intent}
          action={
            notice.undo !== undefined && (
              <Button size="small" disabled={onUndo === null} onClick={onUndo ?? undefined}>
                {texts('Undo')}
              </Button>
            )
          }
        >
          {notice.lines.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </Bar>
      )}
    </div>
  );
}

interface BarProps {
  readonly intent: 'info' | 'success' | 'warning' | 'error';
  readonly action?: React.ReactNode;
  readonly children: React.ReactNode;
}

function Bar({ intent, action, children }: BarProps): React.ReactElement {
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>{children}</MessageBarBody>
      {action !== undefined && action !== false && <MessageBarActions>{action}</MessageBarActions>}
    </MessageBar>
  );
}
