import { everyType } from "../everyType";
import type { Shape } from "../everyType";

/** A program in a process of its own, as a user's is: a killed engine must not leave it half run. */
const shape = JSON.parse(process.env["KILLED_SHAPE"] ?? "{}") as Shape;

export const { flowId } = everyType(shape);
