import * as pulumi from "@pulumi/pulumi";
import { allConfig } from "@pulumi/pulumi/runtime";

import { userError } from "../../adobe/sdk/userError";
import { directWarnings } from "./modes";
import { problemsText, readConfig } from "./read";
import type { ConfigKey, ConfigValues } from "./schema";

/** The checked configuration of a stack, with the names of project and stack. */
export interface Settings {
  readonly project: string;
  readonly stack: string;
  /** First part of the physical names. */
  readonly prefix: string;
  /** AWS region; empty when direct mode needs none. */
  readonly region: string;
  /** All keys of `chatlio-aep:`, without the namespace. Durations are in milliseconds. */
  readonly relay: Section<"chatlio-aep">;
  /** Keys of `adobe-aep:`, without the namespace. */
  readonly adobe: Section<"adobe-aep">;
  /**
   * What the provider gets as its inputs: the keys of `adobe-aep:` that the stack's file holds, and
   * organization and sandbox in any case. Credentials from the environment stay out of the state.
   */
  readonly adobeProvider: Partial<Section<"adobe-aep">>;
}

/** URLs for Chatlio's dashboard: widget → event → URL. */
export type WebhookUrls = Readonly<Record<string, Readonly<Record<string, string>>>>;

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

/** The keys that Pulumi keeps encrypted; undefined when the language host does not name them. */
function secretKeys(): ReadonlySet<string> | undefined {
  const listed = process.env["PULUMI_CONFIG_SECRET_KEYS"];
  return listed ? new Set(JSON.parse(listed) as string[]) : undefined;
}

/**
 * Reads the configuration of the stack that is being deployed, and warns about what it has no effect on.
 *
 * @throws pulumi.RunError with every problem, each with its key and the command that fixes it. The
 * engine shows only its text, without a stack trace.
 */
export function loadSettings(): Settings {
  const [project, stack] = [pulumi.getProject(), pulumi.getStack()];
  const read = readConfig({ config: allConfig(), secretKeys: secretKeys(), env: process.env });
  if ("problems" in read) throw userError(problemsText(stack, read.problems));
  const { values, fromEnv } = read;
  const relay = section("chatlio-aep", values);
  if (relay.mode !== "relay")
    for (const warning of directWarnings(values)) void pulumi.log.warn(warning);
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
