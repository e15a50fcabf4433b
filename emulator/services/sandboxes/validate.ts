import { typed } from "../../common/fields";
import { stringOf } from "../../common/json";
import type { SandboxInfo } from "../../state/sandbox";
import { sandboxError, sandboxErrors } from "./errors";

type Input = Pick<SandboxInfo, "name" | "title" | "type">;

function reject(detail: string) {
  return sandboxError(sandboxErrors.invalid, detail);
}

/** What a POST may send. */
export function validSandbox(body: unknown): Input {
  const sent = typed(body, { name: "text", title: "text", type: "text" }, reject);
  const name = stringOf(sent["name"]) ?? "";
  if (!/^[a-z][a-z0-9-]{0,255}$/u.test(name)) {
    throw reject("name must begin with a letter, and have lower-case letters, digits and hyphens.");
  }
  const { type } = sent;
  if (type !== "development" && type !== "production") {
    throw reject("type must be development or production.");
  }
  return { name, title: validTitle(body), type };
}

/** The title of a POST or PATCH. */
export function validTitle(body: unknown): string {
  const title = stringOf(typed(body, { title: "text" }, reject)["title"]);
  if (title === undefined) throw reject("title is missing.");
  return title;
}

/** Rejects a PUT that is not a reset. */
export function checkReset(body: unknown): void {
  if (typed(body, { action: "text" }, reject)["action"] === "reset") return;
  throw reject("action must be reset.");
}
