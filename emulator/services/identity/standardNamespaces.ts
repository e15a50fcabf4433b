import type { Namespace } from "../../state/entities";
import type { Collection } from "../../state/store";

/** Namespaces every organization has, with Adobe's ids where they are published. */
const standard: readonly (readonly [id: number, code: string, name: string, idType: string])[] = [
  [0, "CORE", "CORE", "COOKIE"],
  [4, "ECID", "ECID", "COOKIE"],
  [6, "Email", "Email", "EMAIL"],
  [7, "Phone", "Phone", "PHONE"],
  [8, "WAID", "Windows AID", "DEVICE"],
  [10, "AdCloud", "AdCloud", "COOKIE"],
  [11, "Email_LC_SHA256", "Emails (SHA256, lowercased)", "EMAIL"],
  [15, "Phone_SHA256", "Phone (SHA256)", "PHONE"],
  [20, "GAID", "Google Ad ID (GAID)", "DEVICE"],
  [21, "IDFA", "Apple IDFA (ID for Apple)", "DEVICE"],
  [411, "TNTID", "TNTID", "COOKIE"],
];

/** Adds the standard namespaces that are missing. */
export function seedNamespaces(namespaces: Collection<Namespace>, now: number): void {
  for (const [id, code, name, idType] of standard) {
    if (namespaces.get(String(id)) !== undefined) continue;
    namespaces.set(String(id), {
      id,
      code,
      name,
      description: `${name}, a standard namespace of Adobe`,
      idType,
      custom: false,
      updateTime: now,
      createTime: now,
    });
  }
}
