// Runs first in every npm script: checks Node's version, and installs the packages when they are missing or
// differ from package-lock.json. So each command works on a fresh clone. Plain Node without dependencies,
// and old syntax up to the check, so that an old Node prints a message instead of a syntax error.

const fs = require("fs");
const path = require("path");

const root = path.resolve(__dirname, "..");
function readJson(file) {
  return JSON.parse(fs.readFileSync(path.join(root, file), "utf8"));
}

const manifest = readJson("package.json");
const range = manifest.engines.node;
function numbers(version) {
  return /(\d+)\.?(\d*)/.exec(version).slice(1).map(Number);
}
const running = numbers(process.versions.node);

/** Whether Node's version fits one part of the range, `^20.19` or `>=22.12`. */
function fits(part) {
  const oldest = numbers(part);
  if (running[0] === oldest[0]) return running[1] >= oldest[1];
  return part.indexOf("^") === -1 && running[0] > oldest[0];
}

if (!range.split("||").some(fits)) {
  console.error(
    "Node.js " +
      process.versions.node +
      " does not fit: " +
      manifest.name +
      " needs Node.js " +
      range
        .replace(/[\^=> ]+/g, " ")
        .replace("||", "or")
        .trim() +
      " or later (https://nodejs.org). Found at " +
      process.execPath +
      ".",
  );
  process.exit(1);
}

/** What npm has installed, from the file it writes last; undefined when no installation was completed. */
function readInstalled() {
  try {
    return readJson("node_modules/.package-lock.json").packages;
  } catch (_error) {
    return undefined;
  }
}

/** Whether each package is installed in the version of the lock file (optional ones may be for another system). */
function isInstalled() {
  const installed = readInstalled();
  if (installed === undefined) return false;
  const locked = readJson("package-lock.json").packages;
  const wanted = Object.entries(locked).filter(([location]) => location !== "");
  return (
    wanted.every(([location, { version, optional, devOptional, peer }]) =>
      location in installed
        ? installed[location].version === version
        : optional || devOptional || peer,
    ) && Object.keys(installed).every((location) => location in locked)
  );
}

/** `npm ci`, which ends when this process ends. */
function install() {
  const { spawn } = require("child_process");
  const npm = process.env.npm_execpath;
  const command = npm === undefined ? ["npm"] : [process.execPath, npm];
  const guard = path.join(__dirname, "guard.cjs");
  const args = [guard, ...command, "ci", "--include=dev", "--no-fund", "--no-audit"];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["pipe", 2, 2] });
  return new Promise((resolve) => child.on("exit", (code) => resolve(code === null ? 1 : code)));
}

async function main() {
  if (isInstalled()) return;
  const { withLock } = require("./lock.cjs");
  const lock = path.join(root, ".npm-ci.lock"); // not in node_modules, which npm removes
  const code = await withLock(
    lock,
    async () => {
      if (isInstalled()) return 0;
      console.error("Installing the packages of package-lock.json (up to a minute) …");
      return install();
    },
    (pid) => console.error(`Waiting for process ${pid}, which is installing the packages.`),
  );
  if (code === 0) return;
  console.error(
    "The packages could not be installed: `npm ci` failed with the message above. Is the package registry reachable, and is there disk space? The same command tries again.",
  );
  process.exit(code);
}

main();
