import { gzipSync } from "node:zlib";

import { Header, type ReadEntry } from "tar";

/** What an archive may say that one of its entries is. */
export type EntryType = ReadEntry["type"];

export interface Entry {
  readonly path: string;
  /** Default `File`. */
  readonly type?: EntryType;
  readonly content?: string;
  /** Default 0o644. */
  readonly mode?: number;
  /** Where a link leads to. */
  readonly linkpath?: string;
  /** Size in the header, when it is not the content's. */
  readonly size?: number;
}

const BLOCK = 512;

/** A `.tar.gz` archive with any entries, also such that no packer writes. */
export function archiveOf(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, type = "File", content = "", ...rest }) => {
    const data = Buffer.from(content);
    const header = new Header({ path, type, size: data.length, mode: 0o644, ...rest });
    const block = Buffer.alloc(BLOCK);
    header.encode(block, 0);
    return [block, data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]));
}
