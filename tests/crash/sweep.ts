import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { build } from "esbuild";

import { createClient } from "../../adobe/client";
import { emulatorCredentials, startEmulator } from "../../emulator";
import { repository } from "../../local/toolchain/context";
import type { LocalStack } from "../../local/workspace";
import { bundleProvider } from "../../scripts/bundleProvider";
import { startFaultProxy } from "../adobe/support/faultProxy";
import type { FaultProxy } from "../adobe/support/faultProxy";
import type { Shape } from "../engine/provider/everyType";
import { createTestStack } from "../engine/support/testStack";
import { runEngine } from "./engine";
import { haveEnded, pluginAmong, processesBelow } from "./processes";
import {
  atAdobe,
  countsOfDirect,
  faultsOf,
  inState,
  ONE_OF_EACH,
  type Counts,
} from "./resourceCount";

/** What a run deploys, as environment variables of the program. */
type Deployment = Readonly<Record<string, string>>;

/** An operation in which engine or plugin is killed: an `up` to this deployment, over what `from` has deployed. */
export interface Scenario {
  readonly name: string;
  /** Undefined: nothing. */
  readonly from?: Deployment;
  readonly to: Deployment;
  /** What there is when it has completed. */
  readonly counts: Counts;
}

/** The program with one resource of each type. */
function shaped(shape: Shape): Deployment {
  return { CRASH_SHAPE: JSON.stringify(shape) };
}

/** This project's own program in direct mode. */
function direct(config: Readonly<Record<string, string>>): Deployment {
  const all = {
    "chatlio-aep:mode": "direct",
    "chatlio-aep:events": '["feedback-left"]',
    "chatlio-aep:delivery": '{"settleTime":"0s","drainTime":"0s"}',
    "chatlio-aep:protectData": "false",
    ...config,
  };
  return { CRASH_DIRECT: JSON.stringify(all) };
}

export const scenarios: readonly Scenario[] = [
  { name: "an up from nothing", to: shaped({}), counts: ONE_OF_EACH },
  {
    name: "an update of all that changes in place",
    from: shaped({}),
    to: shaped({ text: "second" }),
    counts: ONE_OF_EACH,
  },
  {
    name: "a replacement of both connections and the dataflow",
    from: shaped({}),
    to: shaped({ providerId: "another" }),
    counts: ONE_OF_EACH,
  },
];

/** Those of direct mode. The relay's dataflow is one of the above; its side in AWS dies in stackAdopt.slow.test.ts. */
export const directScenarios: readonly Scenario[] = [
  { name: "an up of direct mode from nothing", to: direct({}), counts: countsOfDirect(1, 1) },
  {
    name: "an update of direct mode with another widget and another mapping",
    from: direct({}),
    to: direct({
      "chatlio-aep:widgets": '["main","shop"]',
      "chatlio-aep:privacy": '{"email":"drop"}',
    }),
    // The email address is an identity no longer.
    counts: countsOfDirect(2, 0),
  },
];

/** One crash: at the `nth` request of a scenario. */
export interface Crash {
  readonly scenario: Scenario;
  readonly nth: number;
  /** Before the request reaches Adobe, or after Adobe has processed it and before the response comes back. */
  readonly when: "before" | "after";
  readonly victim: "engine" | "plugin";
}

export function nameOf({ scenario, nth, when, victim }: Crash) {
  return `the ${victim} killed ${when} request ${nth} of ${scenario.name}`;
}

export interface Sweep {
  /** Every crash there is: each request of each scenario, before and after, engine and plugin. */
  readonly crashes: readonly Crash[];
  /** Kills, cancels, runs `up` again; resolves with the kinds of which there are then not as many as there should be. */
  run(crash: Crash): Promise<string[]>;
  close(): Promise<void>;
}

/** A machine, a backend and an organization at Adobe of their own. */
interface Environment {
  readonly backend: string;
  readonly proxy: FaultProxy;
  readonly env: NodeJS.ProcessEnv;
  readonly url: string;
}

/**
 * Everything the crashes need, prepared once: provider and program bundled, the states they begin
 * with, and how many requests there are. Requests come one at a time (`--parallel 1`) and dataflows
 * are ready at once, so that the same number is the same request in every run.
 */
export async function prepareSweep(swept: readonly Scenario[]): Promise<Sweep> {
  const cache = path.join(repository, "node_modules/.cache/chatlio-aep");
  await mkdir(cache, { recursive: true });
  const directory = await mkdtemp(path.join(cache, "crash-"));
  const stack = await makeStack(directory);
  const { orgId, clientId, clientSecret, sandbox } = emulatorCredentials;
  const nothing = path.join(directory, "nothing");
  const bases = new Map<string, string>();
  const baseOf = ({ from }: Scenario) => bases.get(JSON.stringify(from)) ?? nothing;

  /** Does something in a copy of a base, which then may become a base itself. */
  async function within<T>(
    base: string,
    use: (environment: Environment) => Promise<T>,
    keepAs?: string,
  ) {
    const own = keepAs ?? (await mkdtemp(path.join(directory, "case-")));
    await cp(base, own, { recursive: true });
    const emulator = await startEmulator({ settleMs: 0, data: path.join(own, "data") });
    const proxy = await startFaultProxy(emulator.url);
    const backend = path.join(own, "backend");
    const env = {
      ...process.env,
      ...stack.environment,
      PULUMI_BACKEND_URL: `file://${backend}`,
      // With its own journals: some ids are the same at each of these Adobes.
      PULUMI_HOME: path.join(own, "home"),
      AEP_ORG_ID: orgId,
      AEP_CLIENT_ID: clientId,
      AEP_CLIENT_SECRET: clientSecret,
      AEP_SANDBOX: sandbox,
      AEP_IMS_URL: emulator.url,
      AEP_PLATFORM_URL: proxy.url,
    };
    try {
      return await use({ backend, proxy, env, url: emulator.url });
    } finally {
      await proxy.close();
      await emulator.close();
      if (keepAs === undefined) await rm(own, { recursive: true, force: true });
    }
  }

  const up = ({ env }: Environment, deployment: Deployment) =>
    runEngine(stack, { ...env, ...deployment }, [
      "up", "--yes", "--skip-preview", "--parallel", "1", "--suppress-outputs",
    ]); // prettier-ignore

  await cp(backendOf(stack), path.join(nothing, "backend"), { recursive: true });
  await cp(stack.environment["PULUMI_HOME"] ?? "", path.join(nothing, "home"), { recursive: true });
  for (const { from } of swept) {
    const key = JSON.stringify(from);
    if (from === undefined || bases.has(key)) continue;
    const base = path.join(directory, `base-${String(bases.size)}`);
    await within(nothing, (environment) => up(environment, from).succeeded(), base);
    bases.set(key, base);
  }
  const crashes: Crash[] = [];
  for (const scenario of swept) {
    const requests = await within(baseOf(scenario), async (environment) => {
      await up(environment, scenario.to).succeeded();
      return environment.proxy.passed.length;
    });
    for (let nth = 1; nth <= requests; nth++) {
      for (const when of ["before", "after"] as const) {
        for (const victim of ["engine", "plugin"] as const)
          crashes.push({ scenario, nth, when, victim });
      }
    }
  }

  return {
    crashes,
    run: ({ scenario, nth, when, victim }) =>
      within(baseOf(scenario), async (environment) => {
        const { proxy, env, backend, url } = environment;
        const run = up(environment, scenario.to);
        let below: ReturnType<typeof processesBelow> = [];
        proxy.arm(nth, when, () => {
          below = processesBelow(run.pid);
          process.kill(victim === "engine" ? run.pid : (pluginAmong(below)?.pid ?? 0), "SIGKILL");
        });
        const { code, text } = await run.ended;
        if (proxy.cutOff === undefined) throw new Error(`there was no request ${nth}:\n${text}`);
        if (code === 0) throw new Error(`the killed run went through:\n${text}`);
        await haveEnded(below);

        if (victim === "engine") await runEngine(stack, env, ["cancel", "--yes"]).succeeded();
        proxy.revive();
        await up(environment, scenario.to).succeeded();
        const client = createClient({
          orgId,
          clientId,
          clientSecret,
          sandbox,
          imsUrl: url,
          platformUrl: url,
        });
        try {
          return faultsOf(await atAdobe(client), await inState(backend), scenario.counts);
        } finally {
          client.close();
        }
      }),
    close: async () => {
      await stack.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function backendOf({ environment }: LocalStack) {
  return (environment["PULUMI_BACKEND_URL"] ?? "").replace("file://", "");
}

/** Provider and program as plain JavaScript: a run starts in half the time it takes from the sources. */
async function makeStack(directory: string): Promise<LocalStack> {
  await bundleProvider(path.join(directory, "plugin"));
  await build({
    entryPoints: [path.join(repository, "tests/engine/provider/crashProgram/index.ts")],
    outfile: path.join(directory, "program/index.js"),
    bundle: true,
    platform: "node",
    external: ["@pulumi/*", "@aws-sdk/*", "esbuild"],
    logLevel: "warning",
  });
  // As this project's own program: what a preview does not need is loaded late.
  const nodeargs = `--require=${path.join(repository, "infra/preload/index.cjs")}`;
  const project = {
    name: "crash",
    runtime: { name: "nodejs", options: { typescript: false, nodeargs } },
    main: "program/index.js",
    plugins: { providers: [{ name: "adobe-aep", path: "./plugin" }] },
  };
  // JSON is YAML.
  await writeFile(path.join(directory, "Pulumi.yaml"), JSON.stringify(project));
  return createTestStack({ workDir: directory, stackName: "dev", keepPlugins: false });
}
