import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { parse } from "yaml";

/** Pulumi's own directory of the user. */
export function pulumiHome(environment: NodeJS.ProcessEnv): string {
  return environment["PULUMI_HOME"] ?? path.join(os.homedir(), ".pulumi");
}

/**
 * Where the state is stored, as Pulumi decides it: by the environment, the project's `backend.url`, or the login.
 * Two copies of one stack in two backends have the same provider resource: this tells them apart. A directory is
 * given with its absolute path and this machine's name, so `file://~` of two users or machines are two backends.
 *
 * @param directory - The project's, or one below it: the engine starts a plugin there.
 */
export function backendUrl(environment: NodeJS.ProcessEnv, directory: string): string {
  const project = findProject(directory);
  const url =
    textIn(environment, "PULUMI_BACKEND_URL") ??
    textIn(project?.["backend"], "url") ??
    textIn(readYaml(path.join(pulumiHome(environment), "credentials.json")), "current") ??
    "";
  return url.startsWith("file:") ? `${absolute(url, directory)} on ${os.hostname()}` : url;
}

function absolute(url: string, directory: string): string {
  const at = url.slice("file://".length);
  if (at === "~" || at.startsWith("~/")) return path.join(os.homedir(), at.slice(1));
  return at.startsWith("/") && URL.canParse(url) ? fileURLToPath(url) : path.resolve(directory, at);
}

/** The Pulumi.yaml of the directory, or of the next one above that has one. */
function findProject(directory: string): Readonly<Record<string, unknown>> | undefined {
  for (const name of ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"]) {
    const project = readYaml(path.join(directory, name));
    if (project !== undefined) return project;
  }
  const above = path.dirname(directory);
  return above === directory ? undefined : findProject(above);
}

/** JSON is YAML. Undefined: there is no such file, or it cannot be read. */
function readYaml(file: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return (parse(readFileSync(file, "utf8")) as Record<string, unknown> | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function textIn(value: unknown, key: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const text = (value as Readonly<Record<string, unknown>>)[key];
  return typeof text === "string" && text !== "" ? text : undefined;
}
