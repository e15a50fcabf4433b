import type { IncomingHttpHeaders } from "node:http";

/**
 * The names of this machine. No name server can point them elsewhere, so a page whose own host name resolves
 * to 127.0.0.1 (DNS rebinding) never sends one of them.
 */
const ownHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::(?<port>\d{1,5}))?$/u;

/** What browsers send for a request of the service's own page, and for an address that the user typed. */
const ownFetchSites: readonly string[] = ["same-origin", "none"];

/**
 * Checks that no web page of another site sent a request to a service on this machine. A service on 127.0.0.1
 * is open to every page in the user's browser, so it must check each request before it reads the body.
 *
 * Clients that are not browsers (curl, SDKs) send neither `Origin` nor `Referer` nor `Sec-Fetch-Site`; of them
 * only `Host` is checked.
 *
 * @param headers - the request's headers, names in lower case
 * @param port - the port that the request arrived at
 * @returns why the request must be rejected with 403, for the user; undefined when it may pass
 */
export function crossSiteProblem(
  headers: IncomingHttpHeaders,
  port: number | undefined,
): string | undefined {
  const host = (headers.host ?? "").toLowerCase();
  const found = ownHost.exec(host);
  if (found === null || Number(found.groups?.["port"] ?? 80) !== port) {
    return `The host of this request is not this service. Use http://127.0.0.1:${port ?? ""}.`;
  }
  const own = `http://${host}`;
  const { origin, referer, "sec-fetch-site": site } = headers;
  const isOwn =
    (origin === undefined || originOf(origin) === originOf(own)) &&
    (referer === undefined || originOf(referer) === originOf(own)) &&
    (site === undefined || ownFetchSites.includes(site));
  if (isOwn) return undefined;
  return `This request comes from a web page of another site, which cannot use this service. To see the service itself, type the address ${own} into the browser.`;
}

/** Scheme, host and port of a URL; undefined for one that is not valid, and for the origin `null`. */
function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

/**
 * Headers for a response whose content others decide. A browser neither runs nor loads anything in it, gives it
 * an origin of its own, and does not guess its type.
 */
export const sandboxHeaders = {
  "content-security-policy": "sandbox; default-src 'none'",
  "x-content-type-options": "nosniff",
} as const;
