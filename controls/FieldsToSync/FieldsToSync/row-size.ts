/** Height of every row in pixels; fixed, so that the rows in view follow from the scroll position alone. */
export const rowHeightPx = 36;
/** Rows that fit into the list without scrolling. */
export const pageRows = 11;
