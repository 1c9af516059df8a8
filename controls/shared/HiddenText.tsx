import { makeStyles } from '@fluentui/react-components';
import * as React from 'react';

const useStyles = makeStyles({
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflowX: 'hidden',
    overflowY: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

/** Text for screen readers alone, where the eye sees a sign. */
export function HiddenText({ children }: { readonly children: string }): React.ReactElement {
  return <span className={useStyles().hidden}>{children}</span>;
}
