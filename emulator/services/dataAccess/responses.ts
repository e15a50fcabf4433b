import { madeUpHeader } from "../../common/apiError";
import { ok, type Call, type Reply } from "../../common/service";
import type { RejectedRow } from "../../state/entities";
import { messageCode } from "../schemaRegistry/recordMessages";
import { isOwnText } from "../streaming/violations";

const maxLimit = 100;

/** One line of JSON for each rejected record: the record and its errors. */
export function toErrorLines({ organization }: Call, rows: readonly RejectedRow[]): string {
  const list = organization.assume["streaming-codes"];
  return rows
    .map((rejected) =>
      JSON.stringify({
        _errors: reasonsOf(rejected).map((message) => {
          const code = messageCode(message, list);
          return { ...(code === undefined ? {} : { code }), message };
        }),
        ...(rejected.row as object),
      }),
    )
    .join("\n");
}

function reasonsOf({ reason }: RejectedRow): string[] {
  return reason.split("; ");
}

/** A file of rejected records. A header says when the text of an error in it is the emulator's own. */
export function toFileResponse(call: Call, rows: readonly RejectedRow[]): Reply {
  const isMadeUp = rows.flatMap(reasonsOf).some(isOwnText);
  return {
    status: 200,
    headers: {
      "content-type": "application/octet-stream",
      ...(isMadeUp ? { [madeUpHeader]: "text" } : {}),
    },
    body: toErrorLines(call, rows),
  };
}

export interface FileEntry {
  readonly name: string;
  readonly path: string;
  readonly length: number;
}

/** A page of a directory; each entry links to its contents. */
export function paginate(call: Call, entries: readonly FileEntry[]): Reply {
  const number = (name: string, fallback: number): number => {
    const value = Number(call.query.get(name) ?? fallback);
    return Number.isInteger(value) && value >= 0 ? value : fallback;
  };
  const start = number("start", 0);
  const limit = Math.min(number("limit", maxLimit), maxLimit);
  const here = `${call.organization.origin}${call.path}`;
  const page = entries.slice(start, start + limit);
  return ok({
    data: page.map(({ name, path, length }) => ({
      name,
      length: String(length),
      _links: { self: { href: `${here}?path=${encodeURIComponent(path)}` } },
    })),
    _page: { limit, count: page.length },
    _links: {
      ...(start + limit < entries.length
        ? { next: { href: `${here}?start=${start + limit}&limit=${limit}` } }
        : {}),
      page: { href: `${here}?start={start}&limit={limit}`, templated: true },
    },
  });
}
