import * as React from 'react';

/** What the rows in view follow from: every row has the same height. */
interface WindowSize {
  readonly rowHeightPx: number;
  /** Rows that fit into the list without scrolling. */
  readonly pageRows: number;
  /** Height of what stands above the rows and does not scroll away. */
  readonly headPx?: number;
}

/**
 * Rows kept ready above and below. Scrolling runs ahead of the script by some frames: 28 rows of 36 pixels are what passes at
 * 12,000 pixels a second in 84 milliseconds.
 */
const spareRows = 28;
/** The window moves by whole steps, so that most scroll events change nothing. */
const stepRows = 4;

interface RowWindow {
  /** First row that exists in the document. */
  readonly from: number;
  /** Row after the last one that exists. */
  readonly to: number;
  readonly scroller: React.RefObject<HTMLDivElement>;
  readonly onScroll: () => void;
  /** Scrolls just far enough to show a row. */
  readonly reveal: (row: number) => void;
  /** Whether the whole row can be seen now. */
  readonly inView: (row: number) => boolean;
  /** First row that can be seen as a whole now. */
  readonly firstInView: () => number;
}

/** Keeps in the document only the rows around those that can be seen: 1,200 rows cost as much as 60. */
export function useWindow(rows: number, { rowHeightPx, pageRows, headPx = 0 }: WindowSize): RowWindow {
  const scroller = React.useRef<HTMLDivElement>(null);
  const [top, setTop] = React.useState(0);
  const topPx = () => scroller.current?.scrollTop ?? 0;
  /** A scroll bar at the lower edge takes its part; without a layout the list is as high as it was made. */
  const heightPx = () => {
    const shownPx = scroller.current?.clientHeight ?? 0;
    return shownPx > headPx ? shownPx - headPx : pageRows * rowHeightPx;
  };
  const onScroll = () => setTop(Math.floor(topPx() / rowHeightPx / stepRows) * stepRows);
  const reveal = (row: number) => {
    const box = scroller.current;
    if (box === null) return;
    const rowTop = row * rowHeightPx;
    const rowBottom = rowTop + rowHeightPx;
    if (rowTop < box.scrollTop) box.scrollTop = rowTop;
    else if (rowBottom > box.scrollTop + heightPx()) box.scrollTop = rowBottom - heightPx();
    onScroll();
  };
  const firstInView = () => Math.max(0, Math.min(Math.ceil(topPx() / rowHeightPx), rows - 1));
  const inView = (row: number) => {
    // Half a pixel, since some screens scroll by fractions.
    const slack = 0.5;
    return row * rowHeightPx >= topPx() - slack && (row + 1) * rowHeightPx <= topPx() + heightPx() + slack;
  };
  // A filter may leave fewer rows than the list was scrolled by.
  const first = Math.max(0, Math.min(top, rows - pageRows));
  return {
    from: Math.max(0, first - spareRows),
    to: Math.min(rows, first + pageRows + spareRows),
    scroller,
    onScroll,
    reveal,
    inView,
    firstInView,
  };
}
