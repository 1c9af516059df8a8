import * as React from 'react';

const paths = {
  add: 'M10 3v14M3 10h14',
  remove: 'M4 10h12',
  refresh: 'M16 6.5A7 7 0 1 0 17 10M17 3v4h-4',
  up: 'M10 16V4M5 9l5-5 5 5',
  down: 'M10 4v12M5 11l5 5 5-5',
  reset: 'M4 8h8a4 4 0 0 1 0 8H8M7 5 4 8l3 3',
  copy: 'M7 7h9v9H7zM4 13V4h9',
  form: 'M4 3.5h12v13H4zM7 7h6M7 10h6M7 13h3',
  check: 'M4 10.5l4 4 8-9',
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M13 13l4 4',
  person: 'M10 10a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 10 10M4 17c.4-3.2 2.8-5 6-5s5.6 1.8 6 5',
  lead: 'M10 3.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M3.5 17c.4-3 2.7-5 6-5M14 11.5v6M11 14.5h6',
  account: 'M5 17V4h7v13M12 8h4v9M3 17h14M7.5 7h2M7.5 10h2M7.5 13h2',
} as const;
export type IconName = keyof typeof paths;

/** A line drawing in the text's own colour, hidden from assistive technology: words stand beside it. */
export function Icon({ name }: { readonly name: IconName }): React.ReactElement {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" aria-hidden="true">
      <path d={paths[name]} strokeWidth="1.3" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
