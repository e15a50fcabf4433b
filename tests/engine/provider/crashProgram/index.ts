import { setConfig } from "@pulumi/pulumi/runtime";

import { everyType } from "../everyType";
import type { Shape } from "../everyType";

/** Configuration of this project's own program, in direct mode, which runs in place of one of each type. */
const direct = process.env["CRASH_DIRECT"];

/** Runs in a process of its own, as a user's program does: a killed engine must not leave it half run. */
if (direct === undefined) {
  everyType(JSON.parse(process.env["CRASH_SHAPE"] ?? "{}") as Shape);
} else {
  const config = JSON.parse(direct) as Readonly<Record<string, string>>;
  for (const [key, value] of Object.entries(config)) setConfig(key, value);
  // Not before its configuration is set: the program starts when it is loaded.
  void import("../../../../infra");
}
