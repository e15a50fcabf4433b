// A test that starts a program loads this in place of tsx, which takes two thirds of the time until the program's first
// line. It compiles with the same compiler, keeps what it has compiled, and leaves out source maps.
//
//   node --require tests/support/quickTypeScript.cjs cli/bin.js --version
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const root = path.resolve(__dirname, "../..");
const { version } = require("esbuild/package.json");
const options = { loader: "ts", format: "cjs", platform: "node", target: "node20" };
const cache = path.join(root, "node_modules/.cache/chatlio-aep/typescript");

/** What a source is compiled to. Two processes may compile the same one: each writes a file of its own first. */
function compile(source, sourcefile) {
  const key = createHash("sha256")
    .update(JSON.stringify([version, options, source]))
    .digest("hex");
  const file = path.join(cache, `${key}.cjs`);
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  const { code } = require("esbuild").transformSync(source, { ...options, sourcefile });
  mkdirSync(cache, { recursive: true });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, code);
  renameSync(own, file);
  return code;
}

// First, as with tsx: `./results` is results.ts, also where there is a results.json.
const others = { ...require.extensions };
for (const extension of Object.keys(others)) delete require.extensions[extension];
require.extensions[".ts"] = (module, file) => {
  module._compile(compile(readFileSync(file, "utf8"), file), file);
};
Object.assign(require.extensions, others);

// Programs that load tsx themselves get this one.
const tsx = new Module(require.resolve("tsx/cjs"));
tsx.loaded = true;
require.cache[tsx.id] = tsx;
