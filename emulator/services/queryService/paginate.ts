import type { JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import { timeText } from "./responses";

const defaultLimit = 20;

/** What the lists of Query Service are sorted by. */
interface Dated {
  readonly created: number;
  readonly updated: number;
}

/**
 * A page of a list, as the query says: by default the newest first. Objects of one time are on one page, which may so
 * have more than its limit.
 */
export function paginate<Item extends Dated>(
  call: Call,
  all: readonly Item[],
  form: {
    readonly key: string;
    readonly path: string;
    readonly toResponse: (item: Item) => unknown;
  },
): JsonObject {
  const { query, organization } = call;
  const { sign, field } = orderOf(query.get("orderby"));
  const direction = sign === "-" ? -1 : 1;
  const isWith = organization.assume["query-page"] === "from";
  const given = query.get("start") ?? "";
  const start = /^\d{4}-/.test(given) ? Date.parse(given) : NaN;
  const sorted = all
    .filter((one) => {
      const distance = direction * (one[field] - start);
      return Number.isNaN(start) || distance > 0 || (isWith && distance === 0);
    })
    .toSorted((a, b) => direction * (a[field] - b[field]));
  const limit = Math.max(Math.trunc(Number(query.get("limit") ?? defaultLimit)) || defaultLimit, 1);
  const end = endOf(sorted, field, limit);
  const page = sorted.slice(0, end);
  const [first] = page;
  const following = end < sorted.length ? (isWith ? sorted[end] : page.at(-1)) : undefined;
  const orderby = `${sign}${field}`;
  const next = following === undefined ? undefined : timeText(following[field]);
  const href = `https://platform.adobe.io/data/foundation/query/${form.path}?orderby=${encodeURIComponent(orderby)}&start=${next ?? ""}`;
  return {
    [form.key]: page.map(form.toResponse),
    _page: {
      orderby,
      ...(first === undefined ? {} : { start: timeText(first[field]) }),
      ...(next === undefined ? {} : { next }),
      count: page.length,
    },
    _links: next === undefined ? {} : { next: { href } },
    version: 1,
  };
}

function orderOf(text: string | null): { sign: string; field: keyof Dated } {
  const [, sign = "", field = ""] = /^([-+ ]?)(created|updated)$/.exec(text ?? "-created") ?? [];
  if (field !== "created" && field !== "updated") return { sign: "-", field: "created" };
  return { sign: sign === "-" ? "-" : "+", field };
}

/** Where the page ends: behind the last one of the time that the last of its limit has. */
function endOf(sorted: readonly Dated[], field: keyof Dated, limit: number): number {
  const last = sorted[limit - 1]?.[field];
  if (last === undefined) return sorted.length;
  return sorted.findLastIndex((one) => one[field] === last) + 1;
}
