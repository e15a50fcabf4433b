"use strict";

/**
 * At its start Pulumi's SDK loads the TypeScript compiler, npm's dependency resolver, the exporters of traces and the
 * Automation API: to upload functions that are written in a program, to trace, and to run Pulumi from a program. This
 * program does none of it. Here each is loaded when something of it is first used: the program's process takes 1.6 in
 * place of 2.25 s of CPU for a preview (2 shared cores, busy; `npm run bench:stack` times the whole), without the
 * Automation API another 0.1 s less.
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

/** The folder of the Automation API, which the SDK's index loads by a relative path. */
function isAutomation(request, parent) {
  return (
    request === "./automation" && /[\\/]@pulumi[\\/]pulumi[\\/]index\.js$/.test(parent?.filename)
  );
}

Module._load = function loadLate(request, parent, isMain) {
  if (!late.has(request) && !isAutomation(request, parent)) return load(request, parent, isMain);
  let loaded;
  const module = () => (loaded ??= load(request, parent, isMain));
  // A module that says it is an ES module is used as it is; of another the importer would copy each export at once.
  const get = (_target, name) => name === "__esModule" || module()[name];
  return new Proxy({}, { get, has: (_target, name) => name in module() });
};
