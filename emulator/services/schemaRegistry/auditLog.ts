import { createPatch } from "rfc6902";

import { uuid } from "../../common/ids";
import type { JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { RegistryChange, XdmResource } from "../../state/entities";
import { composedById } from "./compose";
import { reportTime } from "./reportTime";
import { annotated } from "./responses";

/** Records what a request changed in a resource. */
export function recordChange(call: Call, id: string, before: JsonObject, after: JsonObject): void {
  const updates = createPatch(annotated(before), annotated(after)).map(({ op, path, ...rest }) => ({
    action: op,
    path,
    ...("value" in rest ? { value: rest.value as unknown } : {}),
  }));
  if (updates.length === 0) return;
  const { userId, clientId } = call.user;
  call.sandbox
    .changes(id)
    .append({ at: call.organization.now(), requestId: uuid(), userId, clientId, updates });
}

/** All changes of a resource and of the resources it refers to, the newest first. */
export function auditLog(call: Call, resource: XdmResource): JsonObject[] {
  const { sandbox, user } = call;
  const parts = composedById(sandbox, resource.$id)?.parts ?? [];
  const changed = [resource.$id, ...parts].flatMap((id) =>
    sandbox
      .changes(id)
      .all()
      .map((change) => ({ id, change })),
  );
  const entry = (id: string, change: RegistryChange): JsonObject => ({
    id: resource.$id,
    updatedUser: change.userId,
    imsOrg: user.orgId,
    updatedTime: reportTime(new Date(change.at)),
    requestId: change.requestId,
    clientId: change.clientId,
    sandBoxId: sandbox.id,
    updates: change.updates.map((update) => ({
      id,
      xdmType: sandbox.resources.get(id)?.type,
      ...update,
    })),
  });
  return changed
    .reverse()
    .sort((a, b) => b.change.at - a.change.at)
    .map(({ id, change }) => entry(id, change));
}
