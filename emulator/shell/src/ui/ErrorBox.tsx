import * as React from 'react';
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { messageOf } from '../server/platform-error';
import { text } from '../texts/texts';

/** A failure in its place on the page. */
export function ErrorBox({ message }: { readonly message: string }): React.ReactElement {
  return (
    <MessageBar intent="error" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{text('error')}</MessageBarTitle>
        {message}
      </MessageBarBody>
    </MessageBar>
  );
}

/** Catches what its children throw while drawing, so that a broken part does not take the page with it. */
class Boundary extends React.Component<{ readonly children: React.ReactNode }, { readonly error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): React.ReactNode {
    return this.state.error === null ? this.props.children : <ErrorBox message={messageOf(this.state.error)} />;
  }
}

ErrorBox.Boundary = Boundary;
