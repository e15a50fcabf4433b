import type { LakeRow } from "../state/entities";
import type { Log } from "../state/store";

/** What of a dataset's rows can be seen by now: the newer ones may still be on their way into it. */
export interface Visible {
  /** Oldest first. */
  readonly rows: readonly LakeRow[];
  /** How many could ever be seen, kept or not. */
  readonly total: number;
}

/** The visible rows of a dataset, all that are kept or the newest `limit`. */
export const visibleRows = (log: Log<LakeRow>, now: number, limit?: number): Visible => {
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
};
