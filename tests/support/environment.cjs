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
  return kept.script.runInContext(parsingContext)(...values);
};

module.exports = TestEnvironment;
