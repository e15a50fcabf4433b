import os from "node:os";
import path from "node:path";

/** Pulumi's own directory of the user. */
export function pulumiHome(): string {
  return process.env["PULUMI_HOME"] ?? path.join(os.homedir(), ".pulumi");
}
