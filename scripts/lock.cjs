// A lock across processes: a file that names its owner, and is broken when the owner has ended.
// Plain Node without dependencies, because it also guards the installation of the dependencies.
//
// What it guards is built in a directory of its own and renamed into place. So even two owners at the
// same time do no harm; the lock only saves the second one the work.

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { setTimeout: sleep } = require("node:timers/promises");

const HEARTBEAT_MS = 5_000;
/** An owner on another machine (home directory on the network) counts as ended after this. */
const SILENCE_MS = 60_000;
const POLL_MS = 200;

/** The owner as written in the lock file, or undefined when there is no lock or it is still being written. */
function readOwner(file) {
  try {
    const owner = JSON.parse(fs.readFileSync(file, "utf8"));
    return typeof owner === "object" && owner !== null ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM"; // another user's process
  }
}

function isStale(file) {
  const owner = readOwner(file);
  if (owner !== undefined && owner.host === os.hostname()) return !isRunning(owner.pid);
  try {
    return Date.now() - fs.statSync(file).mtimeMs > SILENCE_MS;
  } catch {
    return false; // released just now
  }
}

/** Creates the lock file; false when another process holds it. */
function tryAcquire(file) {
  try {
    const owner = { pid: process.pid, host: os.hostname() };
    fs.writeFileSync(file, JSON.stringify(owner), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function breakLock(file) {
  const aside = `${file}.${process.pid}.${Date.now()}`;
  try {
    fs.renameSync(file, aside);
    // Another process may have broken it first and created its own lock: that one is put back.
    if (!isStale(aside)) fs.linkSync(aside, file);
    fs.unlinkSync(aside);
  } catch {
    // Another process was faster.
  }
}

function release(file) {
  const owner = readOwner(file);
  if (owner?.pid === process.pid && owner.host === os.hostname()) fs.rmSync(file, { force: true });
}

/**
 * Runs `work` while holding the lock `file`. `onWait` is called once, with the owner's process id, when
 * another process holds it.
 */
async function withLock(file, work, onWait) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  for (let waiting = false; !tryAcquire(file);) {
    if (isStale(file)) {
      breakLock(file);
      continue;
    }
    if (!waiting) {
      waiting = true;
      onWait?.(readOwner(file)?.pid);
    }
    await sleep(POLL_MS);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    fs.utimes(file, now, now, () => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    release(file);
  }
}

module.exports = { withLock, isRunning };
