import type { CheckFailure } from "../../../provider-sdk";
import type { ComputedStatus } from "../../client/computedAttributes";
import { isSame } from "../lifecycle/merge";
import { hasUnknown } from "../lifecycle/unknown";
import { checkPql } from "../pql/check";

/** The inputs of a computed attribute that have rules. Values may be unknown. */
interface Ruled {
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly expression: string;
  readonly duration: { readonly count: number; readonly unit: string };
  readonly keepCurrent?: boolean | undefined;
  readonly status: ComputedStatus;
}

/** The longest lookback in each unit, by Adobe's guide. */
const longest: Readonly<Record<string, number>> = { HOURS: 24, DAYS: 7, WEEKS: 4, MONTHS: 6 };

/** Adobe changes none of these once an attribute is published. */
const fixed = ["displayName", "description", "expression", "duration", "keepCurrent"] as const;

/**
 * What Adobe's guides rule out: of the expression its syntax, of the lookback its length, and what the status does not
 * allow, by that of the state.
 */
export function checkComputed(
  news: Ruled,
  old: Ruled | undefined,
  warn: (text: string) => void,
): CheckFailure[] {
  return [
    ...checkExpression(news, warn),
    ...checkDuration(news, warn),
    ...checkStatus(news, old),
    ...checkFixed(news, old),
  ];
}

function checkExpression({ expression }: Ruled, warn: (text: string) => void): CheckFailure[] {
  if (hasUnknown(expression)) return [];
  const { problem, remarks } = checkPql(expression);
  for (const remark of remarks) warn(`expression: ${remark}`);
  if (problem !== undefined) return [{ property: "expression", reason: problem }];
  if (!/\bxEvent\b/.test(expression)) {
    warn("expression: it does not name xEvent, and Adobe computes attributes of events only");
  }
  return [];
}

function checkDuration(
  { duration, keepCurrent = false }: Ruled,
  warn: (text: string) => void,
): CheckFailure[] {
  if (hasUnknown(duration)) return [];
  const { count, unit } = duration;
  const most = longest[unit] ?? Infinity;
  if (count > most) {
    return [
      { property: "duration.count", reason: `is more than ${most} ${unit}; give 1 to ${most}` },
    ];
  }
  if (keepCurrent && ["HOURS", "DAYS"].includes(unit)) {
    warn(
      "keepCurrent is for lookbacks in weeks or months: Adobe evaluates this one each hour or day anyway",
    );
  }
  return [];
}

function checkStatus({ status }: Ruled, old: Ruled | undefined): CheckFailure[] {
  if (hasUnknown(status) || status === old?.status) return [];
  const reason = whyNot(status, old?.status);
  return reason === undefined ? [] : [{ property: "status", reason }];
}

function whyNot(status: ComputedStatus, old: ComputedStatus | undefined): string | undefined {
  if (status === "inactive" && old !== "published") {
    return old === undefined
      ? 'cannot be inactive of a new one; give "draft" or "published"'
      : 'cannot become inactive: Adobe only publishes or deletes a draft. Keep "draft", or take the attribute out of the program';
  }
  if (old === undefined || old === "draft" || status === "inactive") return undefined;
  return `cannot go back from ${old} to ${status}: Adobe has no way for it. Set it back, or give another name, which makes another attribute`;
}

function checkFixed(news: Ruled, old: Ruled | undefined): CheckFailure[] {
  if (old === undefined || old.status === "draft") return [];
  return fixed
    .filter((key) => isChanged(key, news, old))
    .map((property) => ({
      property,
      reason: `cannot be changed: the attribute is ${old.status}, and Adobe changes drafts only. Set it back, or give another name, which makes another attribute and leaves this one inactive`,
    }));
}

function isChanged(key: (typeof fixed)[number], news: Ruled, old: Ruled): boolean {
  const [before, after] = [old[key], news[key]];
  if (hasUnknown(after) || isSame(before, after)) return false;
  if (key === "keepCurrent") return (before ?? false) !== (after ?? false);
  if (key === "description") return (before ?? "") !== (after ?? "");
  // A display name that the program does not give stays; a lookback may be unknown after an import.
  return after !== undefined && (key !== "duration" || before !== undefined);
}
