import * as React from 'react';

/** Outlines of the shell's own icons on a grid of 20. */
const outlines = {
  add: 'M10 3v14M3 10h14',
  save: 'M4 4h9l3 3v9H4zM7 4v4h5V4M7 16v-4h6v4',
  saveAndClose: 'M4 4h9l3 3v9H4zM7 12l2 2 4-4',
  delete: 'M4 6h12M8 6V4h4v2M6 6l1 10h6l1-10',
  refresh: 'M16 10a6 6 0 1 1-2-4.5M16 3v4h-4',
  back: 'M11 4l-6 6 6 6M5 10h11',
  menu: 'M3 5h14M3 10h14M3 15h14',
  search: 'M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4zM13 13l4 4',
  person: 'M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17c0-3 3-5 6-5s6 2 6 5',
  lock: 'M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3',
  remove: 'M5 5l10 10M15 5L5 15',
  up: 'M10 16V4M5 9l5-5 5 5',
  down: 'M10 4v12M5 11l5 5 5-5',
  left: 'M12 4l-6 6 6 6',
  right: 'M8 4l6 6-6 6',
  table: 'M3 4h14v12H3zM3 8h14M8 8v8',
  dashboard: 'M3 3h6v8H3zM11 3h6v4h-6zM11 9h6v8h-6zM3 13h6v4H3z',
} as const;

export type IconName = keyof typeof outlines;

/** Drawn in the colour of the text around it; hidden from screen readers, because a label always stands beside it. */
export function Icon({
  name,
  mirrored = false,
}: {
  readonly name: IconName;
  readonly mirrored?: boolean;
}): React.ReactElement {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 20 20"
      aria-hidden="true"
      focusable="false"
      className={mirrored ? 'icon mirrored' : 'icon'}
    >
      <path
        d={outlines[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** An icon of the solution. It is drawn as a mask, so that it takes the colour of the text in light, dark and high contrast. */
export function SolutionIcon({ address }: { readonly address: string }): React.ReactElement {
  const image = `url("${address}")`;
  return <span className="solution-icon" aria-hidden="true" style={{ WebkitMaskImage: image, maskImage: image }} />;
}
