import type { Properties } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import { withoutAdded } from "./addedParts";
import type { Creation } from "./adoption";
import type { Found, Operation } from "./definition";

/** By how much the clocks of this machine and of Adobe may differ. */
const CLOCKS_MS = 60 * 60_000;
/** Adobe carries out a POST within this time, or never. */
export const LATE_MS = 10 * 60_000;

/**
 * Whether a POST of unknown outcome may have made an object that nothing at Adobe shows to be this resource's. Not so
 * when another credential has made it, when it is older than the POST, or when it differs from what the POST sent: then
 * it is somebody else's, and a change of it would overwrite their work.
 *
 * @param found - the object, read in the form of the inputs.
 * @param posts.sent - what each POST of unknown outcome sent. The program may have changed from one to the next. Empty:
 * not known, so it is what the program wants now.
 * @param posts.at - when the first of them was sent, in milliseconds since 1970.
 */
export function mayBeMadeBy<Inputs extends object, Outputs extends object>(
  { definition, inputs, operation, rules }: Creation<Inputs, Outputs>,
  found: Found<Inputs, Outputs>,
  posts: { readonly sent: readonly object[]; readonly at: number },
): boolean {
  if (isMadeBefore(found, posts.at) || isOfAnotherClient(found, operation)) return false;
  const isReadable = (input: string) => !rules.writeOnly.includes(input) || input in found.inputs;
  const isSame = (sent: object) => {
    const readable = Object.entries(sent).filter(([input]) => isReadable(input));
    const shown = withoutAdded(found.inputs as Properties, [sent], definition.open);
    const changes = rules.differences(
      withoutEmpty(shown),
      withoutEmpty(Object.fromEntries(readable)),
    );
    return Object.keys(changes).length === 0;
  };
  return (posts.sent.length === 0 ? [inputs] : posts.sent).some(isSame);
}

/** Without empty texts and objects, which the platform may add: they mean the same as none. */
function withoutEmpty(value: Properties): Properties {
  const kept = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    const whole = isObject(inner) ? withoutEmpty(inner) : inner;
    const isEmpty = whole === "" || (isObject(whole) && Object.keys(whole).length === 0);
    return isEmpty ? [] : [[key, whole]];
  });
  return Object.fromEntries(kept);
}

/** Whether Adobe shows that another credential has made the object. */
export function isOfAnotherClient(
  { creation }: Pick<Found<object, object>, "creation">,
  { sandbox }: Operation,
): boolean {
  return creation?.client !== undefined && creation.client !== sandbox.config.clientId;
}

/** Whether the object was made before a POST, whatever the difference between the clocks. */
export function isMadeBefore(
  { creation }: Pick<Found<object, object>, "creation">,
  sentAt: number,
): boolean {
  return creation?.at !== undefined && creation.at < sentAt - CLOCKS_MS;
}

/** Whether the object was made so long after a POST that it may be somebody else's, or a copy of what the POST has made. */
export function isMadeLate(
  { creation }: Pick<Found<object, object>, "creation">,
  sentAt: number,
): boolean {
  return creation?.at !== undefined && creation.at > sentAt + LATE_MS;
}
