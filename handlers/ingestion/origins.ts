import type { Shape } from "../model";
import type { JsonObject } from "../shared/json";
import { convert, isEmpty } from "./convert";
import { fieldSources, messageLists, valueAt, withParsedContainers } from "./extract";

/**
 * Where in a payload the value of each field stands: `visitorEmail` → `visitor.email`. The fields that
 * the relay makes, and those without a value, are not in it.
 */
export function originsOf(payload: JsonObject, shape: Shape): Readonly<Record<string, string>> {
  const parsed = withParsedContainers(payload, shape);
  const origins: Record<string, string> = {};
  for (const { name, type, paths } of fieldSources[shape]) {
    const path = paths.find((candidate) => {
      const value = valueAt(candidate.length === 1 ? payload : parsed, candidate);
      return value !== undefined && !isEmpty(value) && convert(type, value) !== undefined;
    });
    if (path !== undefined) origins[name] = path.join(".");
  }
  const list = messageLists[shape].find((name) => Array.isArray(valueAt(parsed, [name])));
  if (list !== undefined) origins["messages"] = list;
  return origins;
}
