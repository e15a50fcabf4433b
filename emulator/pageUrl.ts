import type { Emulator } from "./start";

/** The URL of an emulator's page, with the admin secret. A browser never sends the part after the `#` to anyone. */
export function pageUrl({ url, adminSecret }: Pick<Emulator, "url" | "adminSecret">): string {
  return `${url}/#secret=${encodeURIComponent(adminSecret)}`;
}
