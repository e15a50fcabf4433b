import type { InvokeFunction, ProviderDefinition, ResourceType } from "../../provider-sdk";
import { Limiter, realTiming } from "../client";
import type { Timing } from "../client";
import { createTokenSource } from "../client/ims";
import { functions } from "./functions";
import { checkConfig, diffConfig, scopeFromEnvironment, readConfig } from "./lifecycle/config";
import { CreateJournal } from "./lifecycle/createJournal";
import { invokeFunction } from "./lifecycle/function";
import { ManagedResource } from "./lifecycle/managedResource";
import { SandboxContext } from "./lifecycle/sandboxContext";
import type { Shared } from "./lifecycle/sandboxContext";
import { SandboxContexts } from "./lifecycle/sandboxContexts";
import { isUnknown } from "./lifecycle/unknown";
import { definitions } from "./resources";
import { packageSchema } from "./schema/packageSchema";
import { VERSION } from "./version";

export interface ProviderOptions {
  /** Where what is not configured comes from. Default `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Clock and pauses; a test controls them. */
  readonly timing?: Timing;
  /** How long to wait for one response, in milliseconds. Default 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Where the state is kept: it tells two copies of one stack apart. Default: not known. */
  readonly backend?: string;
  /** Where to keep the journals of creates. Default: none are kept. */
  readonly journalDirectory?: string;
}

/** The `adobe-aep` provider. One of these serves one configuration: one sandbox. */
export function createProvider(options: ProviderOptions = {}): ProviderDefinition {
  const environment = options.environment ?? process.env;
  const timing = options.timing ?? realTiming;
  let shared: Shared | undefined;
  let journal: CreateJournal | undefined;
  const sandboxes = new SandboxContexts((config) => {
    if (shared === undefined) throw new Error("the provider adobe-aep is not configured");
    return new SandboxContext(config, shared);
  });
  const types = new Map<string, ResourceType>(
    definitions.map((definition) => [definition.token, new ManagedResource(definition, sandboxes)]),
  );
  const invokes = new Map<string, InvokeFunction>(
    functions.map((definition) => [
      definition.token,
      invokeFunction(definition, () => sandboxes.current),
    ]),
  );
  return {
    name: "adobe-aep",
    version: VERSION,
    schema: () => JSON.stringify(packageSchema()),
    secretConfig: ["clientSecret"],
    checkConfig: (newInputs) =>
      Promise.resolve({
        failures: checkConfig(newInputs, environment),
        inputs: scopeFromEnvironment(newInputs, environment),
      }),
    diffConfig: (oldInputs, newInputs) => Promise.resolve(diffConfig(oldInputs, newInputs)),
    configure: (config, write, id) => {
      const values = readConfig(config, environment);
      const tokens = createTokenSource(values, timing);
      journal = new CreateJournal(options.journalDirectory, id, () => timing.now());
      const owner = id === undefined || isUnknown(id) ? id : `${id} ${options.backend ?? ""}`;
      const { timeoutMs } = options;
      shared = { timing, timeoutMs, tokens, limiter: new Limiter(), log: write, owner, journal };
      sandboxes.configure(values);
      return Promise.resolve();
    },
    end: () => journal?.end(),
    resource: (token) => types.get(token),
    invoke: (token) => invokes.get(token),
  };
}
