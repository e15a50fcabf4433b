import vm from "node:vm";

import ts from "typescript";

import { specs } from "../../../adobe/sdk/specs";
import type { Properties } from "../../../provider-sdk";
import type { Deployed } from "./stack";

/** A resource that a program of `import-sandbox` makes. */
export interface WrittenResource {
  /** `xdm:Schema`. */
  readonly type: string;
  readonly name: string;
  /** Its inputs, once all that they refer to is deployed. */
  inputs(deployed: ReadonlyMap<string, Deployed>): Properties;
  /** The same for one that is deployed itself, whose changes the engine ignores where the program says so. */
  nextInputs(deployed: ReadonlyMap<string, Deployed>, oldInputs: Properties): Properties;
}

/** A property of another resource. */
class Output {
  constructor(
    readonly resource: string,
    readonly property: string,
  ) {}
}

/** What a program takes from its configuration. */
const secret = Symbol("secret");

/** Runs a program that `import-sandbox` has written. @returns its resources, in order */
export function runWritten(program: string): WrittenResource[] {
  const { outputText } = ts.transpileModule(program.replaceAll(/^import .*$/gm, ""), {
    compilerOptions: { module: ts.ModuleKind.None, target: ts.ScriptTarget.ESNext },
  });
  const made: WrittenResource[] = [];
  const classes = (module: string) =>
    new Proxy(
      {},
      {
        get: (_, type: string) =>
          function Resource(name: string, inputs: unknown, options: Options = {}) {
            const inputsOf = (deployed: ReadonlyMap<string, Deployed>) =>
              resolved(inputs, deployed) as Properties;
            made.push({
              type: `${module}:${type}`,
              name,
              inputs: inputsOf,
              nextInputs: (deployed, oldInputs) =>
                (options.ignoreChanges ?? []).reduce<Properties>(
                  (given, path) => withOld(given, oldInputs, path.split(".")),
                  inputsOf(deployed),
                ),
            });
            return new Proxy({}, { get: (_target, key: string) => new Output(name, key) });
          },
      },
    );
  const aep = new Proxy({}, { get: (_, key: string) => (key === "specs" ? specs : classes(key)) });
  const Config = function Config() {
    return { requireSecretObject: () => secret };
  };
  const run = vm.runInThisContext(`((aep, pulumi) => {${outputText}\n})`) as (
    ...packages: object[]
  ) => void;
  run(aep, { Config });
  return made;
}

interface Options {
  readonly ignoreChanges?: readonly string[];
}

/** Credentials of every kind of destination and source here, of which each takes those that it has. */
const credentials: Properties = {
  s3AccessKey: "AKIAEXAMPLEEXAMPLE22",
  s3SecretKey: "secretOfTheBucketOfTheShopsecretOfTheBuc",
  secretKey: "secret-of-the-stream",
  connectionString: "PWD=secret-of-the-database",
};

function credentialsFor(auth: Properties | undefined): Properties {
  // Those of a key pair.
  if (auth === undefined) return { passPhrase: "passphrase-of-the-keys" };
  const shown = auth["params"] === secret ? {} : ((auth["params"] ?? {}) as Properties);
  const specName = String(auth["specName"]);
  const isDatabase = /connection string/i.test(specName);
  const names = /kinesis/i.test(specName)
    ? ["secretKey"]
    : isDatabase
      ? ["connectionString"]
      : ["s3AccessKey", "s3SecretKey"];
  return Object.fromEntries(
    names.filter((name) => !(name in shown)).map((name) => [name, credentials[name]]),
  );
}

function resolved(value: unknown, deployed: ReadonlyMap<string, Deployed>): unknown {
  if (value instanceof Output) {
    const of = deployed.get(value.resource);
    if (of === undefined) throw new Error(`${value.resource} comes later`);
    return value.property === "id" ? of.id : of.outputs[value.property];
  }
  if (Array.isArray(value)) return value.map((one) => resolved(one, deployed));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      one === secret
        ? credentialsFor(
            (key === "params" ? value : (value as Properties)["auth"]) as Properties | undefined,
          )
        : resolved(one, deployed),
    ]),
  );
}

/** The new inputs with what the old ones have at a path, which may be nothing. */
function withOld(
  newInputs: Properties,
  oldInputs: Properties,
  [key = "", ...below]: string[],
): Properties {
  const { [key]: now, ...others } = newInputs;
  const old = oldInputs[key];
  if (below.length > 0) {
    const inner = withOld((now ?? {}) as Properties, (old ?? {}) as Properties, below);
    return { ...others, [key]: inner };
  }
  return old === undefined ? others : { ...others, [key]: old };
}
