import { spawnSync } from "node:child_process";
import { renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { DataDirectoryError } from "./dataDirectoryError";

/**
 * Copies every entry into a new file. A tree that leads in circles ends too: an entry takes at least eight bytes. Plain
 * JavaScript, because it runs without this process's TypeScript loader.
 */
const script = `
  const [lmdb, path, size, file] = process.argv.slice(1);
  const { open } = require(lmdb);
  const options = { encoding: "json", noSync: true };
  const database = open({ ...options, path, readOnly: true, noSubdir: false });
  const copy = open({ ...options, path: file, noSubdir: true });
  let entries = 0;
  copy.transactionSync(() => {
    for (const { key, value } of database.getRange()) {
      entries += 1;
      if (value === undefined || entries > Number(size) / 8) throw new Error("an entry cannot be read");
      copy.putSync(key, value);
    }
  });
  if (entries !== database.getStats().entryCount) throw new Error("entries are missing");
  copy.close();
`;

/**
 * Checks that the database in a directory can be used, and replaces it by a copy of what is in it. LMDB trusts its file:
 * one that is damaged ends the process that reads it, with a segmentation fault, or later the one that writes into a
 * damaged page. So another process copies it first.
 *
 * @throws DataDirectoryError when it is damaged, with what the user can do
 */
export function checkStore(directory: string): void {
  const file = path.join(directory, "data.mdb");
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return;
  const copy = path.join(directory, "checked.mdb");
  try {
    copyEntries(directory, file, size, copy);
    renameSync(copy, file);
    // It belongs to the file that was there before.
    rmSync(path.join(directory, "lock.mdb"), { force: true });
  } finally {
    for (const left of [copy, `${copy}-lock`]) rmSync(left, { force: true });
  }
}

function copyEntries(directory: string, file: string, size: number, copy: string): void {
  rmSync(copy, { force: true });
  const lmdb = createRequire(__filename).resolve("lmdb");
  const { status, signal, error, stderr } = spawnSync(
    process.execPath,
    ["-e", script, lmdb, directory, String(size), copy],
    { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" },
  );
  if (error !== undefined) throw error;
  if (status === 0) return;
  const reason = /^\w*Error: (.*)$/mu.exec(stderr)?.[1] ?? signal ?? `exit code ${status}`;
  throw new DataDirectoryError(
    `The state in ${file} is damaged and cannot be read (${reason}). Restore the file, use another directory, or delete the file to start with an empty state.`,
  );
}
