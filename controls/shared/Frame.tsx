import { FluentProvider, IdPrefixProvider, type Theme, webLightTheme } from '@fluentui/react-components';
import * as React from 'react';

interface FrameProps {
  /** Keeps the ids of two controls on one form apart. */
  readonly idPrefix: string;
  /** Theme of the host; only apps with the modern look pass one. */
  readonly theme: Theme | undefined;
  readonly rtl: boolean;
  readonly children?: React.ReactNode;
}

/** What every control stands in: theme, direction, unique ids. Without a provider Fluent has no colours or borders. */
export function Frame({ idPrefix, theme, rtl, children }: FrameProps): React.ReactElement {
  return (
    <IdPrefixProvider value={`${idPrefix}-`}>
      <FluentProvider
        theme={theme ?? webLightTheme}
        dir={rtl ? 'rtl' : 'ltr'}
        style={{ backgroundColor: 'transparent', width: '100%' }}
      >
        {children}
      </FluentProvider>
    </IdPrefixProvider>
  );
}
