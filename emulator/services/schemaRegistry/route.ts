import { documented } from "../../common/behavior";
import type { Method, Route } from "../../common/service";

/** A route that the XDM API guide documents. */
export const route = (
  method: Method,
  path: string,
  says: string,
  handle: Route["handle"],
): Route => ({
  method,
  path,
  behavior: documented("XDM API guide", says),
  handle,
});
