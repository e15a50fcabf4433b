import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

import { zipSync, type Zippable } from "fflate";

/** The key under which Pulumi wraps values, and the signatures of an asset and of an archive. */
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
  throw new Error("The local stub supports only assets from text and from files.");
}

function files(archive: Wrapped, prefix: string): Record<string, Uint8Array> {
  const found: Record<string, Uint8Array> = {};
  for (const [name, entry] of Object.entries(archive.assets ?? {})) {
    if (entry[KEY] === ASSET) found[prefix + name] = bytes(entry);
    else if (entry[KEY] === ARCHIVE) Object.assign(found, files(entry, `${prefix}${name}/`));
    else
      throw new Error(`The archive's entry ${basename(name)} is neither an asset nor an archive.`);
  }
  return found;
}

/** The earliest time in a zip file. A constant time keeps the bytes the same for the same content. */
const epoch = new Date(1980, 0, 1);

/** The zip file of an archive in the engine's form, with sorted names and a constant time. */
export function zipArchive(archive: unknown): Uint8Array {
  const wrapped = archive as Wrapped;
  if (wrapped[KEY] !== ARCHIVE || wrapped.assets === undefined) {
    throw new Error("The local stub supports only archives of assets.");
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
