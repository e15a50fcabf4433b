import { isObject, type JsonObject } from "../common/json";
import type { Call, Reply, Route, Service } from "../common/service";
import type { Sandbox } from "../state/sandbox";
import type { Released } from "../state/spreading";

/** Rejects a request for which what it needs has not spread yet, where an assumption says so. */
export function checkSpread(service: Service, route: Route, call: Call): void {
  const { organization } = call;
  if (organization.assume["new-object-visible"] === "late") checkVisible(service, call);
  if (organization.assume["deleted-reference"] === "late" && route.method === "DELETE") {
    checkReleased(service, call);
  }
}

function checkVisible({ spread }: Service, call: Call): void {
  if (spread === undefined) return;
  const { hidden } = call.organization.spreading;
  const now = call.organization.now();
  for (const [key, until] of hidden) {
    if (until <= now) hidden.delete(key);
    else if (call.path.includes(key) || call.raw.includes(key)) throw spread.missing(call, key);
  }
}

function checkReleased({ spread }: Service, call: Call): void {
  const { spreading } = call.organization;
  const now = call.organization.now();
  spreading.released = spreading.released.filter(({ until }) => until > now);
  const key = keyOf(call.path);
  if (!spreading.released.some((one) => one.key !== key && one.text.includes(key))) return;
  const rejection = spread?.inUse(call, key);
  if (rejection !== undefined) throw rejection;
}

/** What a DELETE is about to remove; undefined for every other request. */
export function doomed(service: Service, route: Route, { path, sandbox }: Call) {
  if (route.method !== "DELETE" || service.spread === undefined) return undefined;
  const key = keyOf(path);
  const found = objectsOf(sandbox).find((object) => ownKey(object) === key);
  return found && { key, text: JSON.stringify(found) };
}

function ownKey(object: { readonly $id?: string; readonly id?: string }): string {
  return keyOf(object.$id ?? object.id ?? "");
}

function objectsOf(sandbox: Sandbox): object[] {
  const { flows, sourceConnections, targetConnections, connections } = sandbox;
  const { mappingSets, datasets, resources } = sandbox;
  const all = [flows, sourceConnections, targetConnections, connections, mappingSets, datasets];
  return [...all, resources].flatMap((collection): object[] => collection.values());
}

/** Remembers what a request has made or removed, until it has spread. */
export function noteSpread(
  service: Service,
  route: Route,
  { organization }: Call,
  reply: Reply,
  removed: Omit<Released, "until"> | undefined,
): void {
  if (service.spread === undefined) return;
  const { delays } = organization.settings;
  const now = organization.now();
  if (route.method === "POST" && !makesNothing(route)) {
    const until = now + delays.visibleMs;
    for (const id of idsIn(reply.body)) organization.spreading.hidden.set(keyOf(id), until);
  }
  if (removed !== undefined) {
    organization.spreading.released.push({ ...removed, until: now + delays.releaseMs });
  }
}

/**
 * An action on an object is a POST too, and its response has the id of what is there already; those in the
 * response to a multi-request are the caller's names of its parts.
 */
function makesNothing({ path }: Route): boolean {
  return path.endsWith("/action") || path === "/";
}

function idsIn(body: unknown): string[] {
  const parts: unknown[] = Array.isArray(body) ? body : [body];
  return parts.flatMap((part) => (isObject(part) ? ownIds(part) : [part])).filter(isText);
}

function ownIds(part: JsonObject): unknown[] {
  return [part["$id"] ?? part["@id"] ?? part["id"]];
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** `https://ns.adobe.com/acme/schemas/1f…`, `_acme.schemas.1f…`, `@/dataSets/1f…` → `1f…` */
function keyOf(id: string): string {
  return decodeURIComponent(id).split(/[/.]/).at(-1) ?? id;
}
