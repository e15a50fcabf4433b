const { AsyncLocalStorage } = require("node:async_hooks");
const path = require("node:path");
const vm = require("node:vm");

const { TestEnvironment } = require("jest-environment-node");

const compileFunction = vm.compileFunction;

/**
 * What modules find as variables and not as properties of their context's global object, where each lookup takes a
 * microsecond. None that a test replaces, as fake timers replace Date.
 */
const globals = [
  ...["Array", "Boolean", "Error", "JSON", "Map", "Math", "Number", "Object", "Promise", "Reflect"],
  ...["RegExp", "Set", "String", "Symbol", "TypeError", "Uint8Array", "WeakMap", "undefined"],
];

/** What a file was compiled to, by its name. Another test file may mock or instrument it, so that its source differs. */
const compiled = new Map();

/** The globals of a context. */
const valuesOf = new WeakMap();

/**
 * Each test file loads its modules again, in a context of its own, and jest compiles them again for it: a third of the
 * CPU of a test file. A script that is kept only has to be run in the other context.
 */
vm.compileFunction = (source, parameters, options = {}) => {
  const { filename, parsingContext } = options;
  if (filename === undefined || parsingContext === undefined)
    return compileFunction(source, parameters, options);
  const head = `(function (${globals.join(", ")}) { return function (${parameters.join(", ")}) {`;
  const text = `${head}${source}\n}})`;
  let kept = compiled.get(filename);
  if (kept?.text !== text) {
    kept = { text, script: new vm.Script(text, { filename, columnOffset: -head.length }) };
    compiled.set(filename, kept);
  }
  let values = valuesOf.get(parsingContext);
  if (values === undefined) {
    values = vm.runInContext(`[${globals.join(", ")}]`, parsingContext);
    valuesOf.set(parsingContext, values);
  }
  const load = kept.script.runInContext(parsingContext)(...values);
  return filename === circus ? withoutAsyncHooks(load) : load;
};

/** What runs the tests of a file. */
const circus = path.join(
  path.dirname(require.resolve("jest-circus/package.json")),
  "build/jestAdapterInit.js",
);

/**
 * The test that runs now: what jest-circus keeps in an AsyncLocalStorage, so that tests of a file can run at the same
 * time, which none here does. Until Node.js 24 such a storage makes Node.js run code of its own for each promise and each
 * callback, which is half of the CPU of a test that sends requests. Each test file adds a storage and none removes it, so
 * that this work grows with every file that a worker has run.
 */
class CurrentTest {
  #current;

  getStore() {
    return this.#current;
  }

  /** Tests and hooks are asynchronous functions: `work` does not throw. */
  run(current, work) {
    const before = this.#current;
    this.#current = current;
    return work().finally(() => {
      this.#current = before;
    });
  }
}

/** Loads a module with {@link CurrentTest} in place of the storage. */
function withoutAsyncHooks(load) {
  return function (module, exports, require, ...others) {
    const requireOther = (name) =>
      name === "node:async_hooks" ? { AsyncLocalStorage: CurrentTest } : require(name);
    requireOther.resolve = require.resolve;
    return load.call(this, module, exports, requireOther, ...others);
  };
}

/** Lines of an error's stack, as many as one may need to find a test in it. */
const frames = 20;

/** The storages in use. Pulumi's runtime has one of its own in each context. */
const storages = new Set();
for (const name of ["run", "enterWith"]) {
  const use = AsyncLocalStorage.prototype[name];
  AsyncLocalStorage.prototype[name] = function (...args) {
    storages.add(this);
    return use.apply(this, args);
  };
}

function disableStorages() {
  for (const storage of storages) storage.disable();
  storages.clear();
}

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    // What an earlier file has left running may have used one since.
    disableStorages();
    // Jest wants a hundred, and Node.js makes an error of each request that ends, deep in its streams.
    Error.stackTraceLimit = frames;
    this.global.Error.stackTraceLimit = frames;
  }

  async teardown() {
    await super.teardown();
    disableStorages();
  }
};
