import type { ErrorKind } from "../../common/apiError";
import { headerValue } from "../../common/headers";
import type { Call } from "../../common/service";
import { registryError, registryErrors } from "./errors";
import type { Form } from "./responses";

/** Rejects the Accept header of a request; `like` shows one that would do. */
function reject(call: Call, kind: ErrorKind, like: string): never {
  throw registryError(
    call.organization.assume["registry-accept"] === "406" ? registryErrors.notAcceptable : kind,
    `The Accept header is not valid here: ${headerValue(call.headers.accept) ?? "there is none"}. It should look like ${like}.`,
  );
}

/** `application/vnd.adobe.<form>+json; version=<n>` taken apart. */
function parts(header: string | undefined): { form: string; version: string | undefined } {
  const [type = "", ...parameters] = (header ?? "").split(";").map((part) => part.trim());
  const form = /^application\/vnd\.adobe\.([a-z0-9-]+)\+json$/u.exec(type)?.[1] ?? "";
  const version = parameters
    .map((parameter) => /^version=(\S+)$/u.exec(parameter)?.[1])
    .find((found) => found !== undefined);
  return { form, version };
}

/** Form of a lookup, and the requested version: the latest when the header names none. */
export function lookupForm(call: Call): { form: Form; version: string } {
  const { form, version } = parts(call.headers.accept);
  const found =
    /^(?:xed|xdm)(?<parts>(?:-(?:full|notext|desc|flat|deprecated|deprecatefield))*)$/u.exec(form);
  if (found === null) {
    return reject(
      call,
      registryErrors.acceptOfLookup,
      "application/vnd.adobe.{xed|xed-full|xed-notext|xed-full-notext|xed-full-desc|xed-deprecatefield}+json; version=1",
    );
  }
  const requested = (found.groups?.["parts"] ?? "").split("-");
  const deprecated = requested.includes("deprecatefield") || requested.includes("deprecated");
  return {
    form: {
      full: requested.includes("full") || deprecated,
      text: !requested.includes("notext"),
      descriptors: requested.includes("desc"),
    },
    version: version ?? "1",
  };
}

/** Form of a list: `xed` for whole resources, `xed-id` for the short form. */
export function listForm(call: Call): "xed" | "xed-id" {
  const { form: requested, version } = parts(call.headers.accept);
  const form = version === undefined ? requested : "";
  // Adobe's client requests lists in the older `xdm` form, which no guide shows any more.
  if (form === "xed" || form === "xdm") return "xed";
  if (form === "xed-id" || form === "xdm-id") return "xed-id";
  return reject(call, registryErrors.acceptOfList, "application/vnd.adobe.{xed|xed-id}+json");
}

export type DescriptorForm = "full" | "id" | "link";

/** Form of a list of descriptors; the `v2` ones have pages. */
export function descriptorForm(call: Call): { form: DescriptorForm; paged: boolean } {
  const { form } = parts(call.headers.accept);
  const found = /^xdm(-v2)?(-id|-link)?$|^xdm-full$/u.exec(form);
  if (found === null) {
    return reject(
      call,
      registryErrors.acceptOfDescriptors,
      "application/vnd.adobe.{xdm|xdm-id|xdm-link|xdm-v2|xdm-v2-id|xdm-v2-link}+json",
    );
  }
  const [, v2, kind] = found;
  return {
    form: kind === "-id" ? "id" : kind === "-link" ? "link" : "full",
    paged: v2 !== undefined,
  };
}

/** The lookup of one descriptor takes anything but the forms of other resources. */
export function checkDescriptorLookup(call: Call): void {
  const { form } = parts(call.headers.accept);
  if (form !== "" && form !== "xdm") {
    reject(call, registryErrors.acceptOfDescriptor, "application/vnd.adobe.xdm+json");
  }
}
