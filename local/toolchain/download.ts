import { createWriteStream } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

import fetch from "node-fetch";

import { run } from "../process/run";
import type { Task } from "../progress";
import type { ToolchainContext } from "./context";
import { errorCode, errorMessage } from "./errors";

/** How long the site may take to respond, and then to send the next chunk. */
const RESPONSE_MS = 5_000;
const SILENCE_MS = 20_000;

/** Pulumi's name for this machine's system and processor; undefined when it has no release for them. */
export function releasePlatform(
  platform: string = process.platform,
  arch: string = process.arch,
): string | undefined {
  const known = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"];
  const name = `${platform}-${arch}`;
  return known.includes(name) ? name : undefined;
}

/**
 * Downloads Pulumi's official release into `directory`, which then contains `pulumi` and its language
 * hosts. Returns why that was not possible, as a phrase after "download:"; undefined on success.
 */
export async function downloadEngine(
  context: ToolchainContext,
  version: string,
  directory: string,
  task: Task,
): Promise<string | undefined> {
  const platform = releasePlatform();
  if (platform === undefined) return `there is no release for ${process.platform} ${process.arch}`;
  const archive = path.join(directory, "pulumi.tar.gz");
  const url = `${context.releases}/pulumi-v${version}-${platform}.tar.gz`;
  const failure = await fetchFile(url, archive, (received, total) =>
    task.update(`downloaded ${megabytes(received)} of ${total > 0 ? megabytes(total) : "?"} MB`),
  );
  if (failure !== undefined) return failure;
  task.update("unpacking");
  const unpacked = await run("tar", ["-xzf", archive, "-C", directory, "--strip-components=1"]);
  await fs.rm(archive);
  if (unpacked.code !== 0) return `the archive cannot be unpacked (${unpacked.stderr.trim()})`;
  return undefined;
}

async function fetchFile(
  url: string,
  file: string,
  onProgress: (received: number, total: number) => void,
): Promise<string | undefined> {
  const abort = new AbortController();
  let silence = setTimeout(() => abort.abort(), RESPONSE_MS);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || response.body === null) {
      return `the download site responded with ${response.status} for ${path.basename(url)}`;
    }
    const total = Number(response.headers.get("content-length") ?? 0);
    let received = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, callback) {
        clearTimeout(silence);
        silence = setTimeout(() => abort.abort(), SILENCE_MS);
        received += chunk.length;
        onProgress(received, total);
        callback(null, chunk);
      },
    });
    await pipeline(response.body, count, createWriteStream(file));
    return undefined;
  } catch (error) {
    if (abort.signal.aborted) return "the download site does not respond";
    const code = errorCode(error);
    if (code === "ENOSPC") throw error;
    return `the download site is not reachable (${code ?? errorMessage(error)})`;
  } finally {
    clearTimeout(silence);
    abort.abort();
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(0);
}
