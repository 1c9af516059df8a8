/** How long parts of the page may come late. */
const lateMs = 30_000;

/**
 * Calls back whenever the page has changed, and at a few moments of its own: frameworks take over what is there already
 * without changing it. Ends by itself.
 * @returns ends it at once.
 */
export function watchPage(changed: () => void): () => void {
  let pending = false;
  const timers: ReturnType<typeof setTimeout>[] = [];
  const after = (ms: number, work: () => void) => timers.push(setTimeout(work, ms));
  const observer = new MutationObserver(() => {
    if (pending) return;
    pending = true;
    after(60, () => {
      pending = false;
      changed();
    });
  });
  observer.observe(document, {
    childList: true,
    subtree: true,
    attributeFilter: ['name', 'src', 'disabled', 'data-pmds-field'],
  });
  const end = () => {
    observer.disconnect();
    timers.forEach(clearTimeout);
  };
  for (const ms of [300, 1_000, 3_000, 10_000, lateMs - 100]) after(ms, changed);
  after(lateMs, end);
  return end;
}
