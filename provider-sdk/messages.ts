import {
  CheckFailure as CheckFailureMessage,
  CheckResponse,
  DiffResponse,
  PropertyDiff,
} from "@pulumi/pulumi/proto/provider_pb";

import { limitFailures, topLevel } from "./limits";
import { toStruct } from "./struct";
import type { ChangeKind, CheckFailure, Diff, Properties } from "./types";

const kinds: Record<ChangeKind, PropertyDiff.Kind> = {
  add: PropertyDiff.Kind.ADD,
  "add-replace": PropertyDiff.Kind.ADD_REPLACE,
  delete: PropertyDiff.Kind.DELETE,
  "delete-replace": PropertyDiff.Kind.DELETE_REPLACE,
  update: PropertyDiff.Kind.UPDATE,
  "update-replace": PropertyDiff.Kind.UPDATE_REPLACE,
};

/**
 * Inputs and failures in the form of the protocol, the failures limited to what a user reads. The name of the input is
 * in the reason: of a failure that names its property, the engine shows the value too, in plain text even if it is a
 * secret (`issueCheckFailures` in pulumi/pkg/resource/deploy/step_generator.go).
 */
export function checkResponse(
  inputs: Properties,
  failures: readonly CheckFailure[],
): CheckResponse {
  const response = new CheckResponse();
  response.setInputs(toStruct(inputs));
  const messages = limitFailures(failures).map(({ property, reason }) => {
    const message = new CheckFailureMessage();
    message.setReason(property === "" ? reason : `${property}: ${reason}`);
    return message;
  });
  response.setFailuresList(messages);
  return response;
}

/** `mappings[2].source` → `mappings`: the engine lists replaced and changed properties by name. */
function inputsIn(paths: readonly string[]): string[] {
  return [...new Set(paths.map(topLevel))];
}

/** A diff in the form of the protocol, with the detail of each path. */
export function diffResponse(diff: Diff): DiffResponse {
  const response = new DiffResponse();
  const paths = Object.keys(diff.changes);
  const replacing = paths.filter((path) => diff.changes[path]?.endsWith("-replace"));
  const changed = paths.length > 0;
  response.setChanges(
    changed ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE,
  );
  response.setDiffsList(inputsIn(paths));
  response.setReplacesList(inputsIn(replacing));
  response.setStablesList([...(diff.stables ?? [])]);
  response.setDeletebeforereplace(diff.deleteBeforeReplace ?? false);
  response.setHasdetaileddiff(true);
  for (const path of paths) {
    const message = new PropertyDiff();
    message.setKind(kinds[diff.changes[path] ?? "update"]);
    // The paths are of the inputs: the engine shows old and new input, not the output.
    message.setInputdiff(true);
    response.getDetaileddiffMap().set(path, message);
  }
  return response;
}
