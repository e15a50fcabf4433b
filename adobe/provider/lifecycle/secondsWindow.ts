import { HOUR_MS } from "../../client/timeUnits";

/** Adobe has ended every request by then: what it has not made so long after the last POST, it never makes. */
export const SURE_MS = 24 * HOUR_MS;

/** So long after an interrupted or repeated create, nobody looks for what it may have made any more. */
export const LOOKUPS_END_MS = 30 * 24 * HOUR_MS;
