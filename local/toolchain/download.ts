import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

import fetch from "node-fetch";

import type { Task } from "../progress";
import type { ToolchainContext } from "./context";
import { errorCode, errorMessage } from "./errors";
import { unpackArchive } from "./unpack";

/** How long the site may take to respond, and then to send the next chunk. */
const RESPONSE_MS = 5_000;
const SILENCE_MS = 20_000;

/** A mirror may redirect to where its files are. Whoever sends the file, its SHA-256 decides. */
const MAX_REDIRECTS = 3;

/** Several times the size of Pulumi's archives. */
const MAX_BYTES = 1_000_000_000;

/**
 * Downloads Pulumi's official release into `directory`, which then contains `pulumi` and its language
 * hosts. An archive whose SHA-256 is not the pinned one is deleted unread. Returns why the download was not
 * possible, as a phrase after "download:"; undefined on success.
 */
export async function downloadEngine(
  context: ToolchainContext,
  version: string,
  directory: string,
  task: Task,
): Promise<string | undefined> {
  const platform = `${process.platform}-${process.arch}`;
  const expected = context.releaseSums[version]?.[platform];
  if (expected === undefined) {
    return `no SHA-256 is known for Pulumi ${version} on ${platform} (local/toolchain/releaseSums.ts)`;
  }
  const name = `pulumi-v${version}-${platform}.tar.gz`;
  const archive = `${directory}.tar.gz`;
  try {
    const { failure, sum } = await fetchFile(`${context.releases}/${name}`, archive, task);
    if (failure !== undefined) return failure;
    if (sum !== expected) {
      return `${name} was changed on its way: its SHA-256 is ${sum}, the release's is ${expected}`;
    }
    task.update("unpacking");
    const problem = await unpackArchive(archive, directory);
    return problem === undefined ? undefined : `${name} is rejected: ${problem}`;
  } finally {
    await fs.rm(archive, { force: true });
  }
}

type Fetched =
  | { readonly failure: string; readonly sum?: undefined }
  | { readonly failure?: undefined; readonly sum: string };

/** Downloads a file and returns its SHA-256, or why that was not possible. */
async function fetchFile(url: string, file: string, task: Task): Promise<Fetched> {
  const abort = new AbortController();
  let silence = setTimeout(() => abort.abort(), RESPONSE_MS);
  try {
    const response = await fetch(url, { signal: abort.signal, follow: MAX_REDIRECTS });
    if (!response.ok || response.body === null) {
      const failure = `the download site responded with ${response.status} for ${path.basename(url)}`;
      return { failure };
    }
    const total = Number(response.headers.get("content-length") ?? 0);
    const hash = createHash("sha256");
    let received = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, callback) {
        clearTimeout(silence);
        silence = setTimeout(() => abort.abort(), SILENCE_MS);
        received += chunk.length;
        hash.update(chunk);
        task.update(
          `downloaded ${megabytes(received)} of ${total > 0 ? megabytes(total) : "?"} MB`,
        );
        callback(received > MAX_BYTES ? new Error("the archive is too large") : null, chunk);
      },
    });
    await pipeline(response.body, count, createWriteStream(file));
    return { sum: hash.digest("hex") };
  } catch (error) {
    if (abort.signal.aborted) return { failure: "the download site does not respond" };
    const code = errorCode(error);
    if (code === "ENOSPC") throw error;
    return { failure: `the download site is not reachable (${code ?? errorMessage(error)})` };
  } finally {
    clearTimeout(silence);
    abort.abort();
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(0);
}
