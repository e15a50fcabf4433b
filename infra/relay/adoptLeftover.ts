import * as pulumi from "@pulumi/pulumi";

import { ownerTag } from "../naming";
import { nameIn, type Creates } from "./creates";
import { leftoverOf, type AdoptionRules, type Registered } from "./leftover";

/** As {@link AdoptionRules}, and the journal is told what the engine has got. */
export interface JournaledRules extends AdoptionRules {
  readonly creates: Pick<Creates, "isOpen" | "wasKilled" | "got">;
}

async function registered({ type, props }: pulumi.ResourceTransformArgs): Promise<Registered> {
  // Of the ways to open outputs, this is the one that also ends when they are unknown.
  const { name, tags } = (await pulumi.runtime.serializeProperties("leftover", {
    name: nameIn(props),
    tags: props["tags"] as unknown,
  })) as { readonly name?: unknown; readonly tags?: Readonly<Record<string, string>> };
  const owner = tags?.[ownerTag];
  return { type, name, owner: owner === pulumi.runtime.unknownValue ? undefined : owner };
}

/**
 * Makes one resource import what an interrupted deployment has left. The preview shows it as `import`.
 *
 * The engine runs no hooks around an import. So the resource itself tells the journal that the engine has its object:
 * when it leaves the state later, it may be live in another one, and is not taken again.
 */
export function adoptLeftover(
  rules: JournaledRules,
): Required<Pick<pulumi.CustomResourceOptions, "transformations" | "transforms">> {
  let note: ((id: string) => void) | undefined;
  return {
    transforms: [
      async (args) => {
        const resource = await registered(args);
        const leftover = await leftoverOf(resource, rules);
        if (leftover === undefined) return undefined;
        const { name, owner, type } = resource;
        if (owner !== undefined && typeof name === "string" && !pulumi.runtime.isDryRun()) {
          // Requested before: once the engine has the last resource, it responds to nothing any more.
          const scope = await rules.scope();
          note = (id) => {
            // The state may have another object, and the engine has then ignored this one.
            if (id === leftover) rules.creates.got({ owner, type, name, id }, scope);
          };
        }
        return { props: args.props, opts: { ...args.opts, import: leftover } };
      },
    ],
    transformations: [
      ({ resource }) => {
        // Called in the constructor, which gives the resource its id.
        queueMicrotask(() => {
          if ("id" in resource) (resource.id as pulumi.Output<string>).apply((id) => note?.(id));
        });
        return undefined;
      },
    ],
  };
}
