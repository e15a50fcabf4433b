import { createRequire } from "node:module";

import { lazily } from "../../../common/lazy";
import type * as Engine from "./engine";

const load = createRequire(__filename);

/** Data Prep's language, loaded at its first use. */
export const engine = lazily(() => load("./engine") as typeof Engine);
