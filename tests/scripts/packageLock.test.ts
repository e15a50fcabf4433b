import { readFileSync } from "node:fs";
import path from "node:path";

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  /** A workspace of this repository. */
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(path.join(__dirname, "../../package-lock.json"), "utf8")) as {
  packages: Record<string, LockedPackage>;
};

// `npm ci`, with which every command starts on a fresh clone, rejects a lock file without them.
test("the lock file names the optional packages of every platform", () => {
  const missing = Object.entries(lock.packages).flatMap(([location, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).filter(
      (name) =>
        !(`node_modules/${name}` in lock.packages) &&
        !(`${location}/node_modules/${name}` in lock.packages),
    ),
  );
  expect(missing).toEqual([]);
  expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
});

test("the lock file pins every package by its content", () => {
  const unpinned = Object.entries(lock.packages)
    .filter(([location, { link }]) => location.includes("node_modules/") && link !== true)
    .filter(([, { integrity }]) => !integrity?.startsWith("sha512-"))
    .map(([location]) => location);
  expect(unpinned).toEqual([]);
});
