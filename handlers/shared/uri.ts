/** The longest host that DNS allows. */
const MAX_HOST = 253;

/** Behind these schemes a URL parser converts the host to ASCII. It takes any number of slashes in front of the host. */
const converted = /^(?:https?|wss?|ftp|file):[/\\\s]*([^/\\?#]*)/i;

const absolute = /^[a-z][a-z0-9+.-]*:[^\s]/i;

/**
 * Whether a text without spaces around it is an absolute URI. One whose host is longer than DNS allows is none: to
 * convert a host to ASCII takes time in proportion to the square of its length.
 */
export function isUri(text: string): boolean {
  if (!absolute.test(text)) return false;
  const authority = converted.exec(text)?.[1] ?? "";
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return host.length <= MAX_HOST && canParse(text);
}

/** `URL.canParse` of Node.js 20, once it is called often enough to be compiled, gives false for a host like `münchen`. */
function canParse(text: string): boolean {
  try {
    return new URL(text).href !== "";
  } catch {
    return false;
  }
}
