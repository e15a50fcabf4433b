import type { Content } from "./content";
import { KnownIds, type Ids } from "./knownIds";
import { digestOf, type Person } from "./person";
import { PersonSearch, type SearchSettings } from "./personSearch";

/** Messages that are not the person's by what was searched for, and have an id of those that are. */
export interface Related extends Ids {
  readonly messages: number;
}

/**
 * Looks for messages with the ids that the person's messages have. They may be the person's, who came back and gave no
 * address, or another one's on the same computer: nobody but the operator can tell.
 */
export class RelatedMessages {
  private readonly ids: KnownIds;
  private readonly digests = new Set<string>();
  private search: PersonSearch | undefined;

  constructor(
    person: Person,
    private readonly settings: SearchSettings,
  ) {
    this.ids = new KnownIds(person);
  }

  /** Takes the ids of a message of the person. */
  learn(text: string): void {
    this.ids.learn(text);
  }

  /** Looks at a message of somebody, once the ids of the person's messages are known. */
  look(text: string, content: Content): void {
    if (this.ids.isEmpty) return;
    this.search ??= new PersonSearch(this.ids.all, this.settings);
    if (this.search.lookAt(content).way?.through === "message") this.digests.add(digestOf(text));
  }

  /** Counts a message no longer: it is the person's. */
  leaveOut(digest: string): void {
    this.digests.delete(digest);
  }

  /** Undefined when there are none. */
  get found(): Related | undefined {
    const messages = this.digests.size;
    return messages === 0 ? undefined : { messages, ...this.ids.all };
  }
}
