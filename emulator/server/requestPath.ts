/** The path of a request without its query. */
export const pathOf = (url: string): string => url.split("?", 1)[0] ?? url;

/** Whether the path is the emulator's own page or admin API: never logged, never hit by an injected fault. */
export const isOwn = (path: string): boolean =>
  path === "/" || path.startsWith("/_emulator/") || path.startsWith("/page/");
