import * as pulumi from "@pulumi/pulumi";
import { allConfig } from "@pulumi/pulumi/runtime";

import { userError } from "../../adobe/sdk/userError";
import { problemsText, readConfig } from "./read";
import type { ConfigKey, ConfigValues } from "./schema";

/** The environment a stack describes, checked, with the names of project and stack. */
export interface Settings {
  readonly project: string;
  readonly stack: string;
  /** What physical names begin with. */
  readonly prefix: string;
  readonly region: string;
  /** Keys of `chatlio-aep:`, without the namespace. */
  readonly relay: Section<"chatlio-aep">;
  /** Keys of `adobe-aep:`, without the namespace. */
  readonly adobe: Section<"adobe-aep">;
  /**
   * Those of them that the stack's file holds, and organisation and sandbox in any case: what the
   * provider is given. Credentials that come from the environment stay there, and out of the state.
   */
  readonly adobeProvider: Partial<Section<"adobe-aep">>;
}

type Section<N extends string> = {
  readonly [
    K in keyof ConfigValues as K extends `${N}:${infer Name}` ? Name : never
  ]: ConfigValues[K];
};

function section<N extends string>(
  namespace: N,
  values: Readonly<Partial<ConfigValues>>,
): Section<N> {
  const entries = Object.entries(values)
    .filter(([key]) => key.startsWith(`${namespace}:`))
    .map(([key, value]) => [key.slice(namespace.length + 1), value]);
  return Object.fromEntries(entries) as Section<N>;
}

/** The keys Pulumi keeps encrypted, as the language host names them; undefined when it does not. */
function secretKeys(): ReadonlySet<string> | undefined {
  const listed = process.env["PULUMI_CONFIG_SECRET_KEYS"];
  return listed ? new Set(JSON.parse(listed) as string[]) : undefined;
}

/**
 * Reads the configuration of the stack that is being deployed.
 *
 * @throws pulumi.RunError with every problem, each with its key and the command that sets it; the
 * engine shows its text alone, without a stack trace.
 */
export function loadSettings(): Settings {
  const [project, stack] = [pulumi.getProject(), pulumi.getStack()];
  const read = readConfig({ config: allConfig(), secretKeys: secretKeys(), env: process.env });
  if ("problems" in read) throw userError(problemsText(stack, read.problems));
  const { values, fromEnv } = read;
  const relay = section("chatlio-aep", values);
  const inState = Object.fromEntries(
    Object.entries(values).filter(
      ([key]) =>
        !fromEnv.has(key as ConfigKey) || key === "adobe-aep:orgId" || key === "adobe-aep:sandbox",
    ),
  );
  return {
    project,
    stack,
    prefix: relay.namePrefix ?? project,
    region: values["aws:region"],
    relay,
    adobe: section("adobe-aep", values),
    adobeProvider: section("adobe-aep", inState),
  };
}
