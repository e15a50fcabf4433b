"use strict";

const Module = require("node:module");

const { leaveOutStacks } = require("./leaveOutStacks.cjs");

const load = Module._load;

Module._load = function loadWithoutPromiseStacks(request, parent, isMain) {
  const loaded = load(request, parent, isMain);
  if (/(?:^|\/)debuggable$/.test(request) && isPulumi(parent)) leaveOutStacks(loaded);
  return loaded;
};

function isPulumi(parent) {
  return /[\\/]@pulumi[\\/]pulumi[\\/]/.test(parent?.filename);
}
