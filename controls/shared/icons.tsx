import * as React from 'react';

/**
 * An icon in the text's own colour, hidden from assistive technology: words stand beside it.
 * @param props.path One of `generated/icon-paths`, on a grid of 20; each control carries those that it names alone.
 */
export function Icon({ path }: { readonly path: string }): React.ReactElement {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
