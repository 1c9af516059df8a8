import * as React from 'react';
import { Spinner } from '@fluentui/react-components';
import { useChanges } from '../../form/observable';
import { dialogs } from './dialog-service';

/** Draws the open dialogs and the progress indicator. */
export function DialogHost(): React.ReactElement {
  useChanges(dialogs);
  return (
    <>
      {dialogs.open.map(({ key, element }) => (
        <React.Fragment key={key}>{element}</React.Fragment>
      ))}
      {dialogs.progress !== null && (
        <div className="progress" role="status" aria-live="assertive">
          <div className="progress-card">
            <Spinner label={dialogs.progress} />
          </div>
        </div>
      )}
    </>
  );
}
