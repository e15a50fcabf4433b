/** Remembers focus and unfolded records; the function it returns puts them back into a view drawn again. */
export function remember(view) {
  const focused = document.activeElement?.closest?.("#view [data-key]")?.dataset.key;
  const open = new Map(
    [...view.querySelectorAll("details[data-key]")].map((one) => [one.dataset.key, one.open]),
  );
  return () => {
    for (const details of view.querySelectorAll("details[data-key]")) {
      details.open = open.get(details.dataset.key) ?? details.open;
    }
    if (focused === undefined) return;
    const place = view.querySelector(`[data-key="${CSS.escape(focused)}"]`);
    // The focused element may be gone (a removed rule); then the view gets the focus.
    (place?.querySelector("summary") ?? place ?? view).focus();
  };
}

const mostSeen = 2000;

/** Marks the rows that were not there the last time. `forget` is for another view. */
export function createFreshness() {
  let seen = null;
  return {
    forget: () => {
      seen = null;
    },
    mark: (view) => {
      const rows = [...view.querySelectorAll("[data-row]")];
      if (seen !== null) {
        for (const row of rows) if (!seen.has(row.dataset.row)) row.classList.add("fresh");
      }
      seen = new Set([...(seen ?? []), ...rows.map((row) => row.dataset.row)].slice(-mostSeen));
    },
  };
}
