import { isNobody } from "../../handlers/model/identityValue";

/** What surrounds a value: an id in braces is one, and `{null}` is not. */
const around = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;

/** Whether a value can be one person's. An empty one, or what programs write in its place, is in messages of everybody. */
export function isSomebody(value: string): boolean {
  const inner = value.replace(around, "");
  return inner !== "" && !isNobody(inner);
}
