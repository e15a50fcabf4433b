const vm = require("node:vm");

const { TestEnvironment } = require("jest-environment-node");

const compileFunction = vm.compileFunction;

/** What a file was compiled to, by its name. Another test file may mock or instrument it, so that its source differs. */
const compiled = new Map();

/**
 * Each test file loads its modules again, in a context of its own, and jest compiles them again for it: a third of the
 * CPU of a test file. A script that is kept only has to be run in the other context.
 */
vm.compileFunction = (source, parameters, options = {}) => {
  const { filename, parsingContext } = options;
  if (filename === undefined || parsingContext === undefined)
    return compileFunction(source, parameters, options);
  const head = `(function (${parameters.join(", ")}) {`;
  const text = `${head}${source}\n})`;
  let kept = compiled.get(filename);
  if (kept?.text !== text) {
    kept = { text, script: new vm.Script(text, { filename, columnOffset: -head.length }) };
    compiled.set(filename, kept);
  }
  return kept.script.runInContext(parsingContext);
};

module.exports = TestEnvironment;
