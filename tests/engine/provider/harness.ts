import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";

import { createClient, realTiming } from "../../../adobe/client";
import type { AdobeClient } from "../../../adobe/client";
import { Settling } from "../../../adobe/provider/lifecycle/settling";
import { EmulatorClient, emulatorCredentials } from "../../../emulator";
import type { EmulatorOptions, FaultRuleInput, LoggedRequest } from "../../../emulator";
import { newSecret } from "../../../emulator/server/secret";
import type { LocalStack, StackOptions } from "../../../local/workspace";
import { slowOptions } from "../../support/slowPlatform";
import { createTestStack } from "../support/testStack";

/** What the state holds of a resource, secrets opened. */
export interface StateResource {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A stack of adobe-aep resources under the real engine, against an emulator of its own. */
export interface Harness {
  readonly stack: LocalStack;
  /** Name of the project, for URNs. */
  readonly project: string;
  readonly url: string;
  /** The emulator's admin API. */
  readonly emulator: EmulatorClient;
  /** The emulator's admin secret. */
  readonly adminSecret: string;
  /** Adobe's UI: what somebody else does in the sandbox. */
  readonly ui: AdobeClient;
  /** The same at another emulator; to be closed. */
  uiOf(url: string): AdobeClient;
  /** The program the next operation runs. */
  program(fn: PulumiFn): void;
  /** Requests since the last call of this. */
  newRequests(): Promise<readonly LoggedRequest[]>;
  /** Runs `pulumi` with these arguments; resolves with what it printed, which is in the error too. */
  pulumi(...args: string[]): Promise<string>;
  /** The state as it is stored: secrets encrypted. */
  storedState(): Promise<string>;
  /** The adobe-aep resources in the state by `<type> <name>`: `xdm:Schema chat`. */
  resources(): Promise<Record<string, StateResource>>;
  /** Takes the adobe-aep resources out of the state, those at Adobe stay. */
  forget(): Promise<void>;
  fault(rule: FaultRuleInput): Promise<void>;
  clearFaults(): Promise<void>;
  close(): Promise<void>;
}

export async function startHarness(
  options: EmulatorOptions & {
    /** An emulator that runs already. */
    url?: string;
    /** Directory of the Pulumi.yaml. Default: the project for inline programs. */
    workDir?: string;
    env?: Record<string, string>;
    config?: StackOptions["config"];
  } = {},
): Promise<Harness> {
  const {
    workDir = path.join(__dirname, "inlineProgram"),
    env,
    config,
    adminSecret = newSecret(),
    ...emulatorOptions
  } = options;
  const emulator =
    options.url === undefined
      ? await EmulatorClient.start({
          ...slowOptions,
          ...emulatorOptions,
          adminSecret,
        })
      : new EmulatorClient(options.url, { adminSecret });
  const { url } = emulator;
  const { orgId, clientId, clientSecret, sandbox } = emulatorCredentials;
  const stack = await createTestStack({
    workDir,
    stackName: "dev",
    // The programs run in the test itself, and use no stub.
    keepPlugins: false,
    env: {
      AEP_ORG_ID: orgId,
      AEP_CLIENT_ID: clientId,
      AEP_CLIENT_SECRET: clientSecret,
      AEP_SANDBOX: sandbox,
      AEP_IMS_URL: url,
      AEP_PLATFORM_URL: url,
      ...env,
    },
    ...(config === undefined ? {} : { config }),
  });
  const uiOf = (at: string) =>
    createClient({
      orgId,
      clientId,
      clientSecret,
      sandbox,
      imsUrl: at,
      platformUrl: at,
      // It too waits for what it has made.
      consistency: new Settling(realTiming),
    });
  const ui = uiOf(url);
  const pulumi = async (...args: string[]) => {
    const executable = path.join(stack.toolchain.pulumi, "pulumi");
    const settings = { cwd: stack.directory, env: { ...stack.environment }, maxBuffer: 2 ** 26 };
    try {
      return (await promisify(execFile)(executable, args, settings)).stdout;
    } catch (error) {
      const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
      throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
    }
  };
  let seen = 0;
  return {
    stack,
    project: "provider",
    url,
    emulator,
    adminSecret,
    ui,
    uiOf,
    pulumi,
    program: (fn) => {
      stack.workspace.program = fn;
    },
    newRequests: async () => {
      const all = await emulator.requests();
      const fresh = all.slice(seen);
      seen = all.length;
      return fresh;
    },
    storedState: async () => {
      // Unlike the Automation API's own export, without `--show-secrets`.
      return pulumi("stack", "export", "--stack", "dev");
    },
    resources: async () => {
      const resources = await resourcesOf(stack);
      const own = resources.filter(({ type }) => isOurs(type));
      return Object.fromEntries(own.map((one) => [keyOf(one.urn, one.type), one] as const));
    },
    forget: async () => {
      const state = await stack.exportStack();
      const resources = (await resourcesOf(stack)).filter(({ type }) => !isOurs(type));
      await stack.importStack({
        ...state,
        deployment: { ...(state.deployment as object), resources },
      });
    },
    fault: async (rule) => {
      await emulator.injectFault(rule);
    },
    clearFaults: () => emulator.clearFaults(),
    close: async () => {
      ui.close();
      await stack.close();
      await emulator.close();
    },
  };
}

/** What the user is told when an operation fails, which it must. */
export async function failureOf(operation: Promise<unknown>): Promise<string> {
  const went = await operation.then(
    () => undefined,
    (error: unknown) => String(error),
  );
  if (went === undefined) throw new Error("it did not fail");
  return went;
}

interface StoredResource extends StateResource {
  readonly urn: string;
  readonly type: string;
}

async function resourcesOf(stack: LocalStack): Promise<StoredResource[]> {
  const state = await stack.exportStack();
  return (state.deployment as { resources?: StoredResource[] }).resources ?? [];
}

function isOurs(type: string) {
  return type.startsWith("adobe-aep:");
}

/** `xdm:Schema chat` */
function keyOf(urn: string, type: string): string {
  return `${type.split(":").slice(1).join(":")} ${urn.split("::").at(-1) ?? ""}`;
}

/** What each resource of a preview or update went through: `chat` → `update`. */
export function collectSteps(): {
  onEvent: (event: EngineEvent) => void;
  steps: Record<string, { op: string; diff: Record<string, string> }>;
} {
  const steps: Record<string, { op: string; diff: Record<string, string> }> = {};
  return {
    steps,
    onEvent: (event) => {
      const metadata = event.resourcePreEvent?.metadata;
      if (metadata === undefined || metadata.op === "same") return;
      const diff = Object.fromEntries(
        Object.entries(metadata.detailedDiff ?? {}).map(([name, { diffKind }]) => [name, diffKind]),
      );
      const key = keyOf(metadata.urn, metadata.type);
      steps[`${key}${metadata.op.includes("delete") ? " -" : ""}`] = { op: metadata.op, diff };
    },
  };
}
