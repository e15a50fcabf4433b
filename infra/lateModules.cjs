"use strict";

/**
 * Required before the program (`nodeargs` in Pulumi.yaml). At its start Pulumi's SDK loads the TypeScript compiler,
 * npm's dependency resolver and the exporters of traces: to upload functions that are written in a program, and to
 * trace. This program does neither. Here each is loaded when something of it is first used: the program's process
 * takes 1.6 in place of 2.25 s of CPU for a preview (2 shared cores, busy; `npm run bench:stack` times the whole).
 */
const Module = require("node:module");

const late = new Set([
  "typescript",
  "@npmcli/arborist",
  "@opentelemetry/exporter-zipkin",
  "@opentelemetry/instrumentation",
  "@opentelemetry/instrumentation-grpc",
  "@opentelemetry/resources",
  "@opentelemetry/sdk-trace-base",
  "@opentelemetry/sdk-trace-node",
]);

const load = Module._load;

Module._load = function loadLate(request, parent, isMain) {
  if (!late.has(request)) return load(request, parent, isMain);
  let loaded;
  const module = () => (loaded ??= load(request, parent, isMain));
  // A module that says it is an ES module is used as it is; of another the importer would copy each export at once.
  const get = (_target, name) => name === "__esModule" || module()[name];
  return new Proxy({}, { get, has: (_target, name) => name in module() });
};
