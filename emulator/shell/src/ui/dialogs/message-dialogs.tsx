import * as React from 'react';
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { text } from '../../texts/texts';
import { dialogs } from './dialog-service';

interface MessageProps {
  readonly title: string;
  readonly message: string;
  readonly details?: string;
  readonly confirm: string;
  readonly cancel?: string;
  readonly onClose: (confirmed: boolean) => void;
}

function Message({ title, message, details, confirm, cancel, onClose }: MessageProps): React.ReactElement {
  return (
    <Dialog open modalType="alert" onOpenChange={() => onClose(false)}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            <p className="message">{message}</p>
            {details !== undefined && details !== '' && <pre className="details">{details}</pre>}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={() => onClose(true)}>
              {confirm}
            </Button>
            {cancel !== undefined && <Button onClick={() => onClose(false)}>{cancel}</Button>}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

export function showAlert(message: string, title = '', confirm = text('ok')): Promise<boolean> {
  return dialogs.show<boolean>((close) => (
    <Message title={title} message={message} confirm={confirm} onClose={close} />
  ));
}

export function showConfirm(options: {
  message: string;
  title?: string;
  confirm?: string;
  cancel?: string;
}): Promise<boolean> {
  return dialogs.show<boolean>((close) => (
    <Message
      title={options.title ?? ''}
      message={options.message}
      confirm={options.confirm ?? text('ok')}
      cancel={options.cancel ?? text('cancel')}
      onClose={close}
    />
  ));
}

export function showError(message: string, details = ''): Promise<boolean> {
  return dialogs.show<boolean>((close) => (
    <Message title={text('error')} message={message} details={details} confirm={text('ok')} onClose={close} />
  ));
}
