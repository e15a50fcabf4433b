import type { Call } from "../../common/service";
import type { Stamps } from "../../state/entities";

/** When and by whom an object was made and changed: now, by the caller. */
export function stampsOf({ organization, user }: Call, old: Stamps | undefined): Stamps {
  const now = organization.now();
  return {
    created: old?.created ?? now,
    createdClient: old?.createdClient ?? user.clientId,
    createdUser: old?.createdUser ?? user.userId,
    updated: now,
    updatedClient: user.clientId,
    updatedUser: user.userId,
  };
}
