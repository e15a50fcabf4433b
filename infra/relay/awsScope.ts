import { readFileSync } from "node:fs";
import path from "node:path";

import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity";
import { getRegion } from "@pulumi/aws/getRegion";

import { pulumiHome } from "../pulumiHome";
import { ownName } from "./lastDeployment";

let scope: Promise<string> | undefined;

/**
 * Where this deployment creates objects in AWS, and for which state: account, region, stack and backend. The owner
 * tag does not say it: a copy of the state has the same one, and a name can occur in each account and region.
 */
export function awsScope(): Promise<string> {
  scope ??= Promise.all([getCallerIdentity(), getRegion()]).then(([{ accountId }, { region }]) =>
    JSON.stringify([accountId, region, ownName(), backend()]),
  );
  return scope;
}

/** The backend, as far as the program sees it: by the environment, or by the login. */
function backend(): string {
  const url = process.env["PULUMI_BACKEND_URL"] ?? "";
  return url === "" ? loggedIn() : url;
}

function loggedIn(): string {
  try {
    const file = path.join(pulumiHome(), "credentials.json");
    const { current } = JSON.parse(readFileSync(file, "utf8")) as { readonly current?: unknown };
    return typeof current === "string" ? current : "";
  } catch {
    return "";
  }
}
