import { documented } from "../../common/behavior";
import type { Method, Route } from "../../common/service";

/** A route that the XDM API guide documents. */
export function route(method: Method, path: string, says: string, handle: Route["handle"]): Route {
  return {
    method,
    path,
    behavior: documented("XDM API guide", says),
    handle,
  };
}
