import type { LakeRow } from "../state/entities";
import type { Log } from "../state/store";

/** The rows of a dataset that can be seen by now; newer ones wait for `ingestMs`. */
export interface Visible {
  /** Oldest first. */
  readonly rows: readonly LakeRow[];
  /** How many can be seen, with those that are no longer kept. */
  readonly total: number;
}

/** The visible rows of a dataset: all that are kept, or the newest `limit`. */
export function visibleRows(log: Log<LakeRow>, now: number, limit?: number): Visible {
  const isVisible = ({ visibleAt }: LakeRow): boolean => visibleAt <= now;
  if (log.latest(1).every(isVisible)) {
    const rows = limit === undefined ? log.all() : log.latest(limit).reverse();
    return { rows, total: log.total };
  }
  const all = log.all();
  const rows = all.filter(isVisible);
  return {
    rows: limit === undefined ? rows : rows.slice(Math.max(rows.length - limit, 0)),
    total: log.total - (all.length - rows.length),
  };
}
