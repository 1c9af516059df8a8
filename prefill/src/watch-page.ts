/** How long parts of the page may come late. */
const lateMs = 30_000;

/**
 * Calls back whenever the page has changed, and at a few moments of its own: frameworks take over what is there already
 * without changing it. Ends by itself.
 * @returns ends it at once.
 */
export function watchPage(changed: () => void): () => void {
  let pending: ReturnType<typeof setTimeout> | null = null;
  const soon = () => {
    pending ??= setTimeout(() => {
      pending = null;
      changed();
    }, 60);
  };
  const observer = typeof MutationObserver === 'function' ? new MutationObserver(soon) : null;
  observer?.observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['name', 'src', 'disabled', 'data-pmds-field'],
  });
  const moments = [300, 1_000, 3_000, 10_000, lateMs - 100].map((afterMs) => setTimeout(changed, afterMs));
  const end = () => {
    observer?.disconnect();
    for (const timer of [...moments, last, pending]) if (timer !== null) clearTimeout(timer);
  };
  const last = setTimeout(end, lateMs);
  return end;
}
