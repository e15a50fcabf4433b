import { lazily, loaderOf } from "../../../common/lazy";
import type * as Engine from "./engine";

const load = loaderOf(__filename);

/** Data Prep's language, loaded at its first use. */
export const engine = lazily(() => load("./engine") as typeof Engine);
