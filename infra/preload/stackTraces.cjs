"use strict";

/**
 * Two faults that a program under tsx meets when it throws an error:
 *
 * - Pulumi's SDK installs source-map-support, which cannot read tsx's source maps (it names a column of line 2), in
 *   place of Node.js's own support, which can. It is not installed, which saves 0.3 s of CPU of each preview too: the
 *   SDK takes a stack for each promise (2 shared cores, busy; `node --cpu-prof`).
 * - Node.js 20 does not end when it colors a stack with a frame of Pulumi's SDK
 *   ([nodejs/node#64011](https://github.com/nodejs/node/issues/64011)): such a program needed one to two minutes and
 *   4 GB to show its error. Errors are shown without colors.
 */
const Module = require("node:module");
const util = require("node:util");

const load = Module._load;

Module._load = function loadWithoutSourceMapSupport(request, parent, isMain) {
  return request === "source-map-support/register" ? {} : load(request, parent, isMain);
};

const inspect = util.inspect;

util.inspect = Object.assign(function inspectWithoutColors(value, ...options) {
  const [first, ...others] = options;
  const colored = value instanceof Error && typeof first === "object" && first !== null;
  return inspect(value, ...(colored ? [{ ...first, colors: false }, ...others] : options));
}, inspect);
