"use strict";

const changed = new WeakSet();

/**
 * Pulumi's SDK writes a stack trace on each promise, several hundred in a preview, and shows them only when
 * `PULUMI_DEBUG_PROMISE_LEAKS` is set. Without the variable they are left out: 0.1 of the 1.45 s of CPU that the
 * program takes for a preview (2 shared cores; `node --cpu-prof`), and more than half of a program's time under jest.
 *
 * @param debuggable The SDK's module `runtime/debuggable`.
 */
exports.leaveOutStacks = function leaveOutStacks(debuggable) {
  if (process.env.PULUMI_DEBUG_PROMISE_LEAKS || changed.has(debuggable)) return;
  changed.add(debuggable);
  const { debuggablePromise } = debuggable;
  debuggable.debuggablePromise = function debuggablePromiseWithoutStack(...parameters) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(...parameters);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
};
