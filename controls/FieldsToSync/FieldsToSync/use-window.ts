import * as React from 'react';

/** Height of every row in pixels; fixed, so that the rows in view follow from the scroll position alone. */
export const rowHeightPx = 36;
/** Rows that fit into the list without scrolling. */
export const pageRows = 11;
/** Rows kept ready above and below, so that a scrolled list is never blank. */
const spareRows = 4;

export interface RowWindow {
  /** First row that exists in the document. */
  readonly from: number;
  /** Row after the last one that exists. */
  readonly to: number;
  readonly scroller: React.RefObject<HTMLDivElement>;
  readonly onScroll: () => void;
  /** Scrolls just far enough to show a row. */
  readonly reveal: (row: number) => void;
}

/** Keeps in the document only the rows that can be seen: a table of 1,000 columns costs as much as one of 20. */
export function useWindow(rows: number): RowWindow {
  const scroller = React.useRef<HTMLDivElement>(null);
  const [top, setTop] = React.useState(0);
  const onScroll = () => setTop(Math.floor((scroller.current?.scrollTop ?? 0) / rowHeightPx));
  const reveal = (row: number) => {
    const box = scroller.current;
    if (box === null) return;
    const rowTop = row * rowHeightPx;
    const rowBottom = rowTop + rowHeightPx;
    if (rowTop < box.scrollTop) box.scrollTop = rowTop;
    else if (rowBottom > box.scrollTop + pageRows * rowHeightPx) box.scrollTop = rowBottom - pageRows * rowHeightPx;
    onScroll();
  };
  // A filter may leave fewer rows than the list was scrolled by.
  const first = Math.max(0, Math.min(top, rows - pageRows));
  return {
    from: Math.max(0, first - spareRows),
    to: Math.min(rows, first + pageRows + spareRows),
    scroller,
    onScroll,
    reveal,
  };
}
