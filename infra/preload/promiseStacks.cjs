"use strict";

/**
 * Pulumi's SDK writes a stack trace on each promise, several hundred in a preview, and shows them only when
 * `PULUMI_DEBUG_PROMISE_LEAKS` is set. Without the variable they are left out: 0.1 of the 1.45 s of CPU that the
 * program takes for a preview (2 shared cores; `node --cpu-prof`).
 */
const Module = require("node:module");

const load = Module._load;

Module._load = function loadWithoutPromiseStacks(request, parent, isMain) {
  const loaded = load(request, parent, isMain);
  if (/(?:^|\/)debuggable$/.test(request) && isPulumi(parent)) leaveOutStacks(loaded);
  return loaded;
};

function isPulumi(parent) {
  return /[\\/]@pulumi[\\/]pulumi[\\/]/.test(parent?.filename);
}

const changed = new WeakSet();

function leaveOutStacks(debuggable) {
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
}
