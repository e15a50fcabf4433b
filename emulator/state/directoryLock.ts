import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { visible } from "../terminal";
import { DataDirectoryError } from "./dataDirectoryError";

/** The process that holds a directory, as the lock file names it. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When it started, in the units of the system; undefined where the system does not say. */
  readonly started?: string | undefined;
}

const attempts = 5;

/**
 * Makes this process the only one that uses a directory, until it releases it or ends, however it ends.
 *
 * @returns releases the directory
 * @throws DataDirectoryError naming the process that holds it
 */
export function lockDirectory(directory: string): () => void {
  const file = path.join(directory, "emulator.lock");
  const holder = JSON.stringify(ownHolder());
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (create(file, holder)) return () => release(file, holder);
    const text = read(file);
    if (text === undefined) continue; // released just now
    const { pid, host } = holderOf(text) ?? {};
    if (!isStale(text)) {
      const who = pid === undefined ? "another process" : `process ${pid}`;
      const where = host === undefined || host === os.hostname() ? "" : ` on ${visible(host)}`;
      throw new DataDirectoryError(
        `The data directory ${directory} is in use by ${who}${where}. End that emulator, or use another directory. If there is no such emulator, delete ${file}.`,
      );
    }
    remove(file, text);
  }
  throw new DataDirectoryError(
    `The data directory ${directory} cannot be locked: other processes take and release it all the time. Try again.`,
  );
}

/** Creates the file with its text at once, so that no process reads a part of it. False when there is one. */
function create(file: string, text: string): boolean {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, text);
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own);
  }
}

/** Removes the lock of a process that has ended, unless another process was faster and has locked again. */
function remove(file: string, stale: string): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return; // another process was faster
  }
  if (read(aside) !== stale) create(file, read(aside) ?? "");
  rmSync(aside, { force: true });
}

function release(file: string, holder: string): void {
  if (read(file) === holder) rmSync(file, { force: true });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Longest host name of an operating system, in characters. */
const MAX_HOST = 255;

/** The holder; undefined when the file says something else: anyone may have written it. */
function holderOf(text: string): Holder | undefined {
  try {
    const { pid, host, started } = Object(JSON.parse(text)) as Record<keyof Holder, unknown>;
    if (!Number.isSafeInteger(pid) || (pid as number) < 1) return undefined;
    if (typeof host !== "string" || host.length > MAX_HOST) return undefined;
    return { pid: pid as number, host, started: typeof started === "string" ? started : undefined };
  } catch {
    return undefined;
  }
}

function ownHolder(): Holder {
  return { pid: process.pid, host: os.hostname(), started: startOf(process.pid) };
}

/** Whether the holder has ended. Of one on another machine nothing is known, so it counts as running. */
function isStale(text: string): boolean {
  const holder = holderOf(text);
  if (holder?.host !== os.hostname()) return false;
  // The system may have given the process id to another process since then.
  return !isRunning(holder.pid) || startOf(holder.pid) !== holder.started;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // another user's process
  }
}

/** When a process started, in clock ticks since the machine did; undefined where there is no /proc. */
function startOf(pid: number): string | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The program's name, in parentheses, may contain spaces; the start is the 20th field after it.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}
