import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** Pulumi's own directory of the user. */
export function pulumiHome(environment: NodeJS.ProcessEnv): string {
  return environment["PULUMI_HOME"] ?? path.join(os.homedir(), ".pulumi");
}

/**
 * Where the state is stored, according to environment and login. Two copies of one stack in two backends
 * have the same provider resource: this tells them apart.
 */
export function backendUrl(environment: NodeJS.ProcessEnv): string {
  const { PULUMI_BACKEND_URL: configured } = environment;
  if (configured !== undefined && configured !== "") return configured;
  try {
    const file = path.join(pulumiHome(environment), "credentials.json");
    const { current } = JSON.parse(readFileSync(file, "utf8")) as { current?: unknown };
    return typeof current === "string" ? current : "";
  } catch {
    return "";
  }
}
