import { isIPv6 } from "node:net";

import type { Span } from "./spans";

function spanOf(index: number, found: string): Span {
  return {
    start: index,
    end: index + found.length,
  };
}

/** What may be an IPv6 address, with whatever of its form stands before and after it. */
const colons = /(?<![0-9a-f:.])[0-9a-f]{0,4}:[0-9a-f]{0,4}:[0-9a-f:.]*/gi;

const ipv4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\d|\.\d)/g;

/** No IPv6 address is longer, and few things before it are. */
const MAX_RUN = 100;

/** The IPv6 address within: after labels (`ip:`), before the end of a sentence. */
function ipv6In(run: string, afterWord: boolean): Span | undefined {
  const trimmed = run.replace(/\.+$/, "").replace(/(?<!:):$/, "");
  const starts = [0];
  for (const { index } of trimmed.matchAll(/(?<!:):(?!:)/g)) starts.push(index + 1);
  const ends = [trimmed.length, trimmed.indexOf(".")].filter((end) => end !== -1);
  for (const start of afterWord ? starts.slice(1) : starts)
    for (const end of ends) {
      const found = trimmed.slice(start, end);
      if (found !== "::" && isIPv6(found)) return { start, end };
    }
  return undefined;
}

function* findIpv6(text: string): Generator<Span> {
  for (const { index, 0: run } of text.matchAll(colons)) {
    const after = text.charAt(index + run.length);
    if (run.length > MAX_RUN || /\w/.test(after)) continue;
    const found = ipv6In(run, /\w/.test(text.charAt(index - 1)));
    if (found) yield { start: index + found.start, end: index + found.end };
  }
}

/** Finds IP addresses: IPv6 (what looks like one is checked), and IPv4 wherever no IPv6 is. */
export function* findAddresses(text: string): Generator<Span> {
  let done = 0;
  function* between(end: number) {
    for (const { index, 0: found } of text.slice(done, end).matchAll(ipv4))
      yield spanOf(done + index, found);
  }
  for (const span of findIpv6(text)) {
    yield* between(span.start);
    yield span;
    done = span.end;
  }
  yield* between(text.length);
}

/** In a user agent what follows a slash or a letter is a version. */
export function* findAgentAddresses(text: string): Generator<Span> {
  for (const span of findAddresses(text))
    if (!/[/\w]/.test(text.charAt(span.start - 1))) yield span;
}

const scheme = /[a-z][a-z0-9+.-]{0,20}$/i;
const urlEnd = /[\s<>"'`|)\]}]/;

/** Finds URLs: whatever has `scheme://` in front, or begins with `www.`. */
export function* findUrls(text: string): Generator<Span> {
  let done = 0;
  for (const match of text.matchAll(/:\/\/|(?<![\w.])www\./gi)) {
    if (match.index < done) continue;
    const before =
      scheme.exec(text.slice(Math.max(done, match.index - 21), match.index))?.[0] ?? "";
    const start = match[0] === "://" ? match.index - before.length : match.index;
    let end = match.index + match[0].length;
    while (end !== text.length && !urlEnd.test(text.charAt(end))) end += 1;
    if (end === match.index + match[0].length || (match[0] === "://" && before === "")) continue;
    yield { start, end };
    done = end;
  }
}
