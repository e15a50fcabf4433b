import { createHash, randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import path from "node:path";

import type { Output } from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";

import type * as Naming from "../../infra/naming";
import { leaveOutStacks } from "../../infra/preload/leaveOutStacks.cjs";

/** One resource as the program registered it. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Name of its parent; "" for the stack. */
  readonly parent: string;
  readonly retainOnDelete: boolean;
  /** Inputs whose changes the engine ignores. */
  readonly ignoreChanges: readonly string[];
  /** Names of the resources it depends on, by reference or by `dependsOn`. */
  readonly dependencies: readonly string[];
}

/** What a run of the program registered. */
export interface Run {
  readonly resources: readonly Recorded[];
  /** Names a component passed to `registerOutputs`, and its own public properties. */
  readonly components: readonly {
    readonly name: string;
    readonly registered: readonly string[];
    readonly properties: readonly string[];
  }[];
  /** The stack's outputs, secrets unwrapped. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly secretOutputs: readonly string[];
  /** What the program has warned about. */
  readonly warnings: readonly string[];
  /** The one resource of a type whose name ends so. */
  one(type: string, nameEnd?: string): Recorded;
  all(type: string): readonly Recorded[];
}

export const token = randomBytes(32).toString("base64url");

const required = {
  "aws:region": "us-east-1",
  "adobe-aep:orgId": "0123456789ABCDEF01234567@AdobeOrg",
  "adobe-aep:clientId": "client",
  "adobe-aep:clientSecret": "client-secret",
  "adobe-aep:sandbox": "dev",
  "chatlio-aep:webhookTokens": JSON.stringify([token]),
};

const secretSignature = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

/** Unwraps secrets. */
export function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== "object" || value === null) return value;
  const record = value as Record<string, unknown>;
  if (record[secretSignature] === secretMark) return open(record["value"]);
  return Object.fromEntries(Object.entries(record).map(([key, inner]) => [key, open(inner)]));
}

export function isSecret(value: unknown): boolean {
  return (value as Record<string, unknown> | undefined)?.[secretSignature] === secretMark;
}

/** Outputs that a provider would add, as far as the program reads them. */
function outputsOf({ type, name, inputs }: MockResourceArgs): Record<string, unknown> {
  const given = inputs as Record<string, unknown>;
  const computed: Record<string, Record<string, unknown>> = {
    "aws:sqs/queue:Queue": {
      arn: `arn:aws:sqs:us-east-1:123456789012:${String(given["name"])}`,
      url: `https://sqs.us-east-1.amazonaws.com/123456789012/${String(given["name"])}`,
    },
    "aws:apigatewayv2/api:Api": {
      apiEndpoint: "https://abc.execute-api.us-east-1.amazonaws.com",
      executionArn: "arn:aws:execute-api:us-east-1:123456789012:abc",
    },
    "aws:lambda/function:Function": {
      arn: `arn:aws:lambda:us-east-1:123456789012:function:${String(given["name"])}`,
    },
    "aws:dynamodb/table:Table": {
      arn: `arn:aws:dynamodb:us-east-1:123456789012:table/${String(given["name"])}`,
    },
    "aws:s3/bucket:Bucket": {
      arn: `arn:aws:s3:::${String(given["bucket"])}`,
      bucketRegionalDomainName: `${String(given["bucket"])}.s3.us-east-1.amazonaws.com`,
    },
    "aws:secretsmanager/secretVersion:SecretVersion": { versionId: "version-1" },
    "adobe-aep:xdm:Schema": { fields: { _id: "string" }, tenantNamespace: "_acme" },
    "adobe-aep:xdm:FieldGroup": { fields: { "_tenant.chatlio.widget": "string" } },
    "adobe-aep:catalog:Dataset": { name: "chatlio-aep dataset (test) 01234567" },
    "adobe-aep:dataprep:MappingSet": { version: 0 },
    "adobe-aep:flow:Dataflow": {
      inletUrl: "https://dcs.adobedc.net/collection/abc",
      settledAt: "2026-11-23T08:00:00.000Z",
    },
    "adobe-aep:flow:Connection": { inletUrl: "https://dcs.adobedc.net/collection/abc" },
  };
  return { arn: `arn:of:${name}`, invokeArn: `invoke:${name}`, ...computed[type], ...given };
}

const invokeResults: Readonly<Record<string, Record<string, unknown>>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: "123456789012" },
  "pulumi:pulumi:readStackResourceOutputs": { outputs: {} },
};

/** The part of the SDK's monitor that the recorder wraps. */
interface Monitor {
  registerResource(request: Request, callback: unknown): Promise<void>;
}
interface Request {
  getType(): string;
  getName(): string;
  getCustom(): boolean;
  getParent(): string;
  getRetainondelete(): boolean;
  getIgnorechangesList(): string[];
  getDependenciesList(): string[];
}

function nameOf(urn: string) {
  return urn.split("::").at(-1) ?? "";
}

/**
 * Packages that keep nothing of a run: they are loaded once. To load all of them again takes more than half of the
 * time of a run.
 */
const lasting = ["zod", "zod/mini", "google-protobuf", "@grpc/grpc-js", ...protocol()] as const;

/** The SDK's messages and services. */
function protocol(): readonly string[] {
  const directory = path.dirname(require.resolve("@pulumi/pulumi/proto/resource_pb"));
  return readdirSync(directory)
    .filter((name) => /_(grpc_)?pb\.js$/.test(name))
    .map((name) => `@pulumi/pulumi/proto/${name.slice(0, -3)}`);
}

/** Keeps a package over `jest.resetModules`. */
function keepLoaded(name: string): void {
  let loaded: unknown;
  jest.doMock(name, () => (loaded ??= jest.requireActual(name)));
}
lasting.forEach(keepLoaded);

/** Events of the process for which Pulumi's packages listen when they are loaded or used. */
const ends = ["beforeExit", "exit"];

/**
 * Takes the listeners from the process that some work has added: each keeps all modules of its run, and there is a run
 * for every test.
 */
async function withoutListeners<T>(work: () => Promise<T>): Promise<T> {
  const emitter: NodeJS.EventEmitter = process;
  const before = new Set(ends.flatMap((end) => emitter.listeners(end)));
  try {
    return await work();
  } finally {
    for (const end of ends)
      for (const listener of emitter.listeners(end))
        if (!before.has(listener)) emitter.removeListener(end, listener as () => void);
  }
}

/**
 * Runs the whole program against Pulumi's mocks and records what it registers. What this does not
 * prove: that a provider takes the inputs. The engine tests do.
 *
 * @param config in addition to what must be set; undefined removes a key
 * @param lastOutputs the stack's outputs after the deployment before this one
 * @param results what further functions of providers return, by token
 */
export function runProgram(
  config: Readonly<Record<string, string | undefined>> = {},
  stack = "test",
  lastOutputs: Readonly<Record<string, unknown>> = {},
  results: Readonly<Record<string, object>> = {},
): Promise<Run> {
  return withoutListeners(() => load(config, stack, lastOutputs, results));
}

async function load(
  config: Readonly<Record<string, string | undefined>>,
  stack: string,
  lastOutputs: Readonly<Record<string, unknown>>,
  results: Readonly<Record<string, object>>,
): Promise<Run> {
  jest.resetModules();
  // The bundles have a test of their own.
  jest.doMock("../../infra/bundle", () => ({
    bundle: (entry: string) => ({
      code: `// ${entry}`,
      hash: createHash("sha256").update(entry).digest("hex"),
    }),
    bundleFunction: (name: string) => ({
      files: { "index.js": `// ${name}` },
      hash: createHash("sha256").update(name).digest("hex"),
    }),
  }));
  // The mocks take neither hooks nor transforms. tests/engine/stackAdopt.slow.test.ts runs them.
  jest.doMock("../../infra/relay/named", () => {
    const { keepsBucketName, keepsName } = jest.requireActual<typeof Naming>("../../infra/naming");
    return {
      named: () => keepsName,
      namedBucket: () => keepsBucketName,
      namedQueue: () => keepsName,
      takenOnce: () => ({}),
    };
  });
  // The SDK loads it too, and no program here uses it.
  jest.doMock("@pulumi/pulumi/automation", () => ({}));
  // Nor these two, which infra/preload/lateModules.cjs keeps from a program: they are half of the time of a load.
  jest.doMock("typescript", () => ({}));
  jest.doMock("@npmcli/arborist", () => ({}));
  const pulumi = await import("@pulumi/pulumi");
  const settings = await import("@pulumi/pulumi/runtime/settings");
  leaveOutStacks(await import("@pulumi/pulumi/runtime/debuggable"));
  // The mocks do not look at where the program makes a resource; jest would map each frame of the stack to its source.
  Object.assign(pulumi.Resource, { callsites: () => [] });
  const warnings: string[] = [];
  jest.spyOn(pulumi.log, "warn").mockImplementation((text) => {
    warnings.push(text);
    return Promise.resolve();
  });
  const resources: Recorded[] = [];
  const components: Run["components"][number][] = [];
  const inputs = new Map<string, Record<string, unknown>>();

  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        const given = args.inputs as Record<string, unknown>;
        inputs.set(args.name, given);
        return { id: args.custom === false ? "" : `${args.name}-id`, state: outputsOf(args) };
      },
      call: ({ token: called }) => {
        if (called === "pulumi:pulumi:readStackOutputs") return { outputs: lastOutputs };
        const result = results[called] ?? invokeResults[called];
        if (result === undefined) throw new Error(`unexpected call of ${called}`);
        return result;
      },
    },
    "chatlio-aep",
    stack,
    false,
    "organization",
  );
  const monitor = settings.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = async (request, callback) => {
    await register(request, callback);
    const name = request.getName();
    const parent = request.getParent();
    resources.push({
      type: request.getType(),
      name,
      custom: request.getCustom(),
      inputs: inputs.get(name) ?? {},
      parent: parent.includes("pulumi:pulumi:Stack") && !parent.includes("$") ? "" : nameOf(parent),
      retainOnDelete: request.getRetainondelete(),
      ignoreChanges: request.getIgnorechangesList(),
      dependencies: request.getDependenciesList().map(nameOf),
    });
  };
  const prototype = pulumi.ComponentResource.prototype as unknown as {
    registerOutputs(outputs: Record<string, unknown> | undefined): void;
  };
  const registerOutputs = Object.getOwnPropertyDescriptor(prototype, "registerOutputs")?.value as (
    outputs: Record<string, unknown>,
  ) => void;
  prototype.registerOutputs = function (this: object, outputs) {
    // The SDK calls it itself for a component that does not.
    if (outputs === undefined) return;
    const own = Object.keys(this).filter((key) => !key.startsWith("__") && key !== "urn");
    components.push({
      name: (this as { __name?: string }).__name ?? "",
      registered: Object.keys(outputs).sort(),
      properties: own.sort(),
    });
    registerOutputs.call(this, outputs);
  };

  const set = Object.entries<string | undefined>({ ...required, ...config }).flatMap(
    ([key, value]) => (value === undefined ? [] : [[key, value] as const]),
  );
  pulumi.runtime.setAllConfig(Object.fromEntries(set));
  const program = (await import("../../infra")) as Record<string, unknown>;
  const outputs: Record<string, unknown> = {};
  const secretOutputs: string[] = [];
  for (const [key, value] of Object.entries(program)) {
    const output = pulumi.output(value) as Output<unknown>;
    if (await pulumi.isSecret(output)) secretOutputs.push(key);
    outputs[key] = await new Promise((resolve) => void output.apply(resolve));
  }
  await pulumi.runtime.disconnect();

  const all = (type: string) => resources.filter((resource) => resource.type === type);
  return {
    resources,
    components,
    outputs,
    secretOutputs,
    warnings,
    all,
    one(type, nameEnd = "") {
      const [found, ...more] = all(type).filter(({ name }) => name.endsWith(nameEnd));
      if (found === undefined || more.length > 0) {
        throw new Error(`${all(type).length} of ${type}, not one that ends with "${nameEnd}"`);
      }
      return found;
    },
  };
}
