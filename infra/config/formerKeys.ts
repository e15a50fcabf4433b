import type { Unit } from "./durationText";

/** How a key or setting was spelled before every duration was written with its unit. */
export interface FormerKey {
  /** Today's name, in the same object. */
  readonly current: string;
  /** Unit of a number that is written without one. */
  readonly unit: Unit;
}

const deliveryKey = "chatlio-aep:delivery";

/** Former spellings, which stay valid: a number in the unit that the name says. */
export const formerKeys: Readonly<Record<string, FormerKey>> = {
  "chatlio-aep:retentionDays": { current: "chatlio-aep:retention", unit: "d" },
  "chatlio-aep:logRetentionDays": { current: "chatlio-aep:logRetention", unit: "d" },
  [`${deliveryKey}.settleSeconds`]: { current: "settleTime", unit: "s" },
  [`${deliveryKey}.drainSeconds`]: { current: "drainTime", unit: "s" },
  [`${deliveryKey}.timeoutSeconds`]: { current: "timeout", unit: "s" },
  [`${deliveryKey}.deadlineMarginMs`]: { current: "deadlineMargin", unit: "ms" },
  [`${deliveryKey}.requestTimeoutMs`]: { current: "requestTimeout", unit: "ms" },
  [`${deliveryKey}.backoffBaseSeconds`]: { current: "backoffBase", unit: "s" },
  [`${deliveryKey}.backoffCapSeconds`]: { current: "backoffCap", unit: "s" },
};

/** The former spelling of a key or setting, and its unit; undefined when it never had another. */
export function formerSpelling(current: string): { name: string; unit: Unit } | undefined {
  const found = Object.entries(formerKeys).find(
    ([former, key]) => prefixOf(former) + key.current === current,
  );
  return found && { name: found[0], unit: found[1].unit };
}

/** The prefix of the name of a setting inside a key; empty for a key itself. */
function prefixOf(key: string): string {
  return key.slice(0, key.lastIndexOf(".") + 1);
}

/** A configuration in today's spelling. */
export interface Renamed {
  readonly values: Readonly<Record<string, unknown>>;
  /** Today's key → the one that the user wrote, for those in a former spelling. */
  readonly writtenAs: ReadonlyMap<string, string>;
  /** Former keys whose current key is set as well. */
  readonly duplicates: readonly string[];
}

/** Rewrites former keys to today's spelling. A number without a unit gets the former key's. */
export function renameFormerKeys(values: Readonly<Record<string, unknown>>): Renamed {
  const writtenAs = new Map<string, string>();
  const duplicates: string[] = [];
  const rename = (object: object, prefix: string) =>
    Object.fromEntries(
      Object.entries(object).flatMap(([name, value]): [string, unknown][] => {
        const former = formerKeys[prefix + name];
        if (former === undefined) return [[name, value]];
        if (former.current in object) {
          duplicates.push(prefix + name);
          return [];
        }
        writtenAs.set(prefix + former.current, prefix + name);
        return [[former.current, withUnit(value, former.unit)]];
      }),
    );
  const renamed: Record<string, unknown> = rename(values, "");
  const delivery = renamed[deliveryKey];
  if (typeof delivery === "object" && delivery !== null && !Array.isArray(delivery)) {
    renamed[deliveryKey] = rename(delivery, `${deliveryKey}.`);
  }
  return { values: renamed, writtenAs, duplicates };
}

function withUnit(value: unknown, unit: Unit): unknown {
  if (typeof value === "number") return `${value}${unit}`;
  return typeof value === "string" && /^-?\d+$/.test(value) ? value + unit : value;
}
