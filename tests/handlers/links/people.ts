import type { Link } from "../../../handlers/links/link";

/** Two people, each with a value of every kind. */
function person(name: string) {
  return {
    visitorUuid: `${name}-uuid`,
    visitorUserId: `${name}-user`,
    visitorEmail: `${name}@example.com`,
    crmid: `${name}-crm`,
    phone: `${name}-phone`,
  };
}
export type Kind = keyof ReturnType<typeof person>;
/** The UUID of a browser that both use. Chatlio keeps it when one logs out and the other logs in. */
export const SHARED_UUID = "shared-uuid";

export const kinds = Object.keys(person("a")) as Kind[];

/** What an event says of a person: some kinds of values. */
export function linkOf(name: string, known: readonly Kind[], at: string): Link {
  const all = person(name);
  const { crmid, phone, ...plain } = Object.fromEntries(known.map((kind) => [kind, all[kind]]));
  const identities = { ...(crmid && { crmid }), ...(phone && { phone }) };
  return {
    conversationId: "c",
    at,
    ...plain,
    ...(Object.keys(identities).length > 0 && { identities }),
  };
}
