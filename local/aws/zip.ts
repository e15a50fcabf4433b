import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

import { zipSync, type Zippable } from "fflate";

/** How Pulumi marks a wrapped value, and the marks of an asset and of an archive. */
const KEY = "4dabf18193072939515e22adb298388d";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

interface Wrapped {
  readonly [KEY]?: string;
  readonly text?: string;
  readonly path?: string;
  readonly assets?: Readonly<Record<string, Wrapped>>;
}

function bytes(asset: Wrapped): Uint8Array {
  if (asset.text !== undefined) return Buffer.from(asset.text, "utf8");
  if (asset.path !== undefined) return readFileSync(asset.path);
  throw new Error("The local stand-in takes assets from text and from files only.");
}

function files(archive: Wrapped, prefix: string): Record<string, Uint8Array> {
  const found: Record<string, Uint8Array> = {};
  for (const [name, entry] of Object.entries(archive.assets ?? {})) {
    if (entry[KEY] === ASSET) found[prefix + name] = bytes(entry);
    else if (entry[KEY] === ARCHIVE) Object.assign(found, files(entry, `${prefix}${name}/`));
    else throw new Error(`The archive's entry ${basename(name)} is neither asset nor archive.`);
  }
  return found;
}

/** The earliest time a zip file can hold: the same content gives the same bytes, always. */
const epoch = new Date(1980, 0, 1);

/** The zip file of an archive as the engine hands it over; names in order, no times of its own. */
export function zipArchive(archive: unknown): Uint8Array {
  const wrapped = archive as Wrapped;
  if (wrapped[KEY] !== ARCHIVE || wrapped.assets === undefined) {
    throw new Error("The local stand-in takes archives made of assets only.");
  }
  const sorted: Zippable = {};
  for (const [name, content] of Object.entries(files(wrapped, "")).sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    sorted[name] = [content, { mtime: epoch, level: 6 }];
  }
  return zipSync(sorted);
}

/** SHA-256 of a zip file in base64, as Lambda reports it. */
export function codeSha256(zip: Uint8Array): string {
  return createHash("sha256").update(zip).digest("base64");
}
