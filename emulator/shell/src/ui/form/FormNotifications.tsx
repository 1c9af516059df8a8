import * as React from 'react';
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import type { FormModel, NotificationLevel } from '../../form/form-model';
import { useChanges } from '../../form/observable';
import { text } from '../../texts/texts';
import { Icon } from '../icons';

const intents = { ERROR: 'error', WARNING: 'warning', INFO: 'info' } as const satisfies Record<
  NotificationLevel,
  string
>;
const order: readonly NotificationLevel[] = ['ERROR', 'WARNING', 'INFO'];

/** Messages of the form's scripts, the gravest first. */
export function FormNotifications({ form }: { readonly form: FormModel }): React.ReactElement {
  useChanges(form);
  const sorted = [...form.notifications].sort(([, a], [, b]) => order.indexOf(a.level) - order.indexOf(b.level));
  return (
    <div className="notifications">
      {sorted.map(([id, { level, text: message }]) => (
        <MessageBar key={id} intent={intents[level]} role={level === 'ERROR' ? 'alert' : 'status'}>
          <MessageBarBody>{message}</MessageBarBody>
          <MessageBarActions
            containerAction={
              <Button
                appearance="transparent"
                size="small"
                icon={<Icon name="remove" />}
                aria-label={text('dismiss')}
                onClick={() => form.clearNotification(id)}
              />
            }
          />
        </MessageBar>
      ))}
    </div>
  );
}
