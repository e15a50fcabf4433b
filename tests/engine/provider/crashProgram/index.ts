import { everyType } from "../everyType";
import type { Shape } from "../everyType";

/** Runs in a process of its own, as a user's program does: a killed engine must not leave it half run. */
const shape = JSON.parse(process.env["CRASH_SHAPE"] ?? "{}") as Shape;

export const { flowId } = everyType(shape);
