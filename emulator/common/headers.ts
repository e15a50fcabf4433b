import type { IncomingHttpHeaders } from "node:http";

const form = /^\s*(?<type>[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+)\s*(?:;|$)/u;

/** The media type of a Content-Type header without its parameters; undefined when it names none. */
export function mediaTypeOf(headers: IncomingHttpHeaders): string | undefined {
  return form.exec(headers["content-type"] ?? "")?.groups?.["type"]?.toLowerCase();
}

/** Whether the headers announce a body. */
export function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** The first value of a header; undefined when it is empty. */
export function headerValue(header: string | readonly string[] | undefined): string | undefined {
  const value = typeof header === "string" ? header : header?.[0];
  return value === undefined || value.trim() === "" ? undefined : value.trim();
}
