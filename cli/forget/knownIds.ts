import { readEnvelope, type EventEnvelope } from "../../handlers/shared/envelope";
import type { Person } from "./person";
import { isSomebody } from "./somebody";

/** Ids of a person, by the option of the command that takes them. */
export type Ids = Pick<Person, "emails" | "visitors" | "customers">;

/** What privacy writes in place of a value, such as `[email]`, is nobody's. */
function isId(value: string | undefined): value is string {
  return value !== undefined && isSomebody(value) && !value.startsWith("[");
}

function idsOf({ identities = {}, visitorEmail, visitorUserId, visitorUuid }: Body): Ids {
  return {
    // It may be a hash.
    emails: [visitorEmail].filter(isId).filter((email) => email.includes("@")),
    visitors: [visitorUuid].filter(isId),
    customers: [visitorUserId, ...Object.values(identities)].filter(isId),
  };
}

type Body = EventEnvelope["body"];

function lower(values: readonly string[]): readonly string[] {
  return values.map((value) => value.trim().toLowerCase());
}

/** Ids that the messages of a person have beyond those that the person was searched by. */
export class KnownIds {
  private readonly found = {
    emails: new Set<string>(),
    visitors: new Set<string>(),
    customers: new Set<string>(),
  };
  private readonly given: ReadonlySet<string>;

  constructor({ customers, emails, visitors }: Ids) {
    const keys = lower(visitors).map((id) => id.replace(/^uuid:/, ""));
    this.given = new Set([...customers.map((id) => id.trim()), ...lower(emails), ...keys]);
  }

  /** Takes the ids of a message of the person. */
  learn(text: string): void {
    const envelope = readEnvelope(text);
    if (envelope?.kind !== "event") return;
    const { customers, emails, visitors } = idsOf(envelope.body);
    this.add("emails", lower(emails));
    this.add("visitors", lower(visitors));
    this.add("customers", customers);
  }

  get all(): Ids {
    const { customers, emails, visitors } = this.found;
    const sorted = (ids: ReadonlySet<string>) => [...ids].sort();
    return { emails: sorted(emails), visitors: sorted(visitors), customers: sorted(customers) };
  }

  get isEmpty(): boolean {
    return Object.values(this.found).every((ids) => ids.size === 0);
  }

  private add(kind: keyof Ids, ids: readonly string[]): void {
    for (const id of ids) if (!this.given.has(id)) this.found[kind].add(id);
  }
}
