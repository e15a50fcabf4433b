// Runs a command that must not outlive the process that started it.
//
//   node guard.cjs <command> [argument…]
//
// The starter keeps the other end of this process's standard input open. The kernel closes it however
// the starter ends, SIGKILL included. Then the command and all its children are ended: first with
// SIGINT, so that it can clean up, then with SIGKILL. Signals are passed on. Plain Node without
// dependencies, because it also guards the installation of the dependencies.

const { spawn } = require("node:child_process");
const os = require("node:os");

const GRACE_MS = 5_000;
const SAME_KEYSTROKE_MS = 500;

const [command, ...args] = process.argv.slice(2);

// A process group of its own, so that the children of the command are reached too.
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], detached: true });

function signalGroup(signal) {
  if (child.pid === undefined) return; // it could not be started
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}

function end() {
  signalGroup("SIGINT");
  setTimeout(() => signalGroup("SIGKILL"), GRACE_MS);
}

process.stdin.on("end", end).on("error", end).resume();
// Ctrl-C in a terminal reaches the starter too, which may pass it on: one keystroke, one signal. (For
// the engine a second one means "stop at once, and leave everything as it is".)
let signalled = -Infinity;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (performance.now() - signalled < SAME_KEYSTROKE_MS) return;
    signalled = performance.now();
    child.kill(signal); // not to its children: the command decides when they end
  });
}
// The starter may have ended, and with it the readers of what the command still prints.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

child.on("error", (error) => {
  process.stderr.write(`cannot start ${command}: ${error.message}\n`);
  process.exit(127);
});
child.on("exit", (code, signal) => {
  signalGroup("SIGKILL"); // children that the command left running
  process.exit(signal === null ? code : 128 + os.constants.signals[signal]);
});
