/** The path of a request without its query. */
export function pathOf(url: string): string {
  return url.split("?", 1)[0] ?? url;
}

/** Whether the path is the emulator's own page or admin API: never logged, never hit by an injected fault. */
export function isOwn(path: string): boolean {
  return path === "/" || ["/_emulator/", "/page/", "/ui/"].some((start) => path.startsWith(start));
}

/** Adobe's gateway takes a path with empty parts (`/tenant//schemas`) as one without. Only for what is Adobe's. */
export function withoutEmptyParts(url: string): string {
  return url.replace(/^\/data\/[^?]*/u, (path) => path.replace(/\/{2,}/gu, "/"));
}
