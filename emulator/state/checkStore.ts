import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { DataDirectoryError } from "./dataDirectoryError";

/**
 * Reads everything, and writes once. A tree that leads in circles ends too: an entry takes at least eight bytes.
 * Plain JavaScript, because it runs without this process's TypeScript loader.
 */
const script = `
  const [lmdb, path, size] = process.argv.slice(1);
  const database = require(lmdb).open({ path, encoding: "json", noSync: true, noSubdir: false });
  let left = Number(size) / 8;
  for (const { value } of database.getRange()) {
    left -= 1;
    if (value === undefined || left < 0) throw new Error("an entry cannot be read");
  }
  database.putSync(["check"], 1);
  database.removeSync(["check"]);
`;

/**
 * Checks that the database in a directory can be used. LMDB trusts its file: one that is damaged ends the process
 * that reads it, with a segmentation fault. So another process reads it first.
 *
 * @throws DataDirectoryError when it is damaged, with what the user can do
 */
export function checkStore(directory: string): void {
  const file = path.join(directory, "data.mdb");
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return;
  const lmdb = createRequire(__filename).resolve("lmdb");
  const { status, signal, error, stderr } = spawnSync(
    process.execPath,
    ["-e", script, lmdb, directory, String(size)],
    { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" },
  );
  if (error !== undefined) throw error;
  if (status === 0) return;
  const reason = /^\w*Error: (.*)$/mu.exec(stderr)?.[1] ?? signal ?? `exit code ${status}`;
  throw new DataDirectoryError(
    `The state in ${file} is damaged and cannot be read (${reason}). Restore the file, use another directory, or delete the file to start with an empty state.`,
  );
}
