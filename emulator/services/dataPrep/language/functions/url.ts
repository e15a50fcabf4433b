import { entryOf } from "../../../../common/json";
import { asBoolean, asText, TransformError, type Value } from "../values";
import { group, type MappingFunction } from "./function";

const url = group("url");

/** Ports that a URL without one means. */
const defaultPorts: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ftp: 21,
  sftp: 22,
  ssh: 22,
};

interface Parts {
  readonly protocol: string;
  readonly host: string;
  readonly port: number | null;
  readonly path: string;
  readonly query: string;
  readonly anchor: string;
}

/** A URL taken apart as written: the guide's samples keep double slashes and unknown protocols. */
function partsOf(value: Value): Parts | undefined {
  const found =
    /^(?<protocol>[a-z][a-z0-9+.-]*):\/\/(?:[^@/?#]*@)?(?<host>[^:/?#]+)(?::(?<port>\d+))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?(?:#(?<anchor>.*))?$/iu.exec(
      asText(value).trim(),
    )?.groups;
  if (found === undefined) return undefined;
  const protocol = found["protocol"] ?? "";
  const port = found["port"];
  return {
    protocol,
    host: found["host"] ?? "",
    port:
      port === undefined ? (entryOf(defaultPorts, protocol.toLowerCase()) ?? null) : Number(port),
    path: found["path"] ?? "",
    query: found["query"] ?? "",
    anchor: found["anchor"] ?? "",
  };
}

function queryOf({ query, anchor }: Parts, mode: string): Value {
  const entries = query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const at = pair.indexOf("=");
      return at < 0 ? ([pair, ""] as const) : ([pair.slice(0, at), pair.slice(at + 1)] as const);
    });
  const last = entries.at(-1);
  if (mode === "retain" && anchor !== "" && last !== undefined) {
    entries[entries.length - 1] = [last[0], `${last[1]}#${anchor}`];
  }
  return {
    ...Object.fromEntries(entries),
    ...(mode === "append" && anchor !== "" ? { _anchor_: anchor } : {}),
  };
}

/** Every reserved character of the guide's table; JavaScript leaves six of them as they are. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*~]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new TransformError("the text is not URL-encoded");
  }
}

export const urlFunctions: readonly MappingFunction[] = [
  url("get_url_protocol", [1, 1], ([value = null]) => partsOf(value)?.protocol ?? null),
  url("get_url_host", [1, 1], ([value = null]) => partsOf(value)?.host ?? null),
  url("get_url_port", [1, 1], ([value = null]) => partsOf(value)?.port ?? null),
  url("get_url_path", [1, 2], ([value = null, full = true]) => {
    const path = partsOf(value)?.path;
    if (path === undefined) return null;
    return asBoolean(full) ? path : path.slice(path.lastIndexOf("/") + 1);
  }),
  url("get_url_query_str", [2, 2], ([value = null, anchor = null]) => {
    const parts = partsOf(value);
    return parts === undefined ? null : queryOf(parts, asText(anchor));
  }),
  url("get_url_encoded", [1, 1], ([value = null]) => encoded(asText(value))),
  url("get_url_decoded", [1, 1], ([value = null]) => decoded(asText(value))),
];
