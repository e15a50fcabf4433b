import type { Definition, Operation } from "./definition";

/**
 * An object whose name the program gives carries an ownership tag at Adobe, a digest of what made
 * it, so that one left by an interrupted run can be told from an unmanaged one of the same name. The
 * tag is computed as auto-names are, and no program ever sees it.
 */
const atEnd = /(?:^| )\[pulumi ([0-9a-f]{8}(?:-[0-9a-f]{6}(?:[0-9a-f]{4})?)?)\]$/;

/** A description with its tag: `Chat rows` → `Chat rows [pulumi 1a2b3c4d-9f8e7d]`. */
export function withTag(
  description: string | undefined,
  tag: string | undefined,
): string | undefined {
  if (tag === undefined) return description;
  const text = `[pulumi ${tag}]`;
  return description === undefined || description === "" ? text : `${description} ${text}`;
}

/** A description without its tag; undefined when nothing else was in it. */
export function withoutTag(description: string | undefined): string | undefined {
  const plain = description?.replace(atEnd, "");
  return plain === "" ? undefined : plain;
}

/** The tag in a description. */
export function tagIn(description: string | undefined): string | undefined {
  return atEnd.exec(description ?? "")?.[1];
}

interface Described {
  readonly description?: string | undefined;
}

/** Whether a type keeps its tag in the description. */
export function isTaggedInDescription({
  nameInput,
  inputs,
}: Pick<Definition<object, object>, "nameInput" | "inputs">): boolean {
  return nameInput !== undefined && "description" in inputs.shape;
}

/** The same definition, with the tag written to the description and taken out of it again. */
export function tagInDescription<Inputs extends object, Outputs extends object>(
  definition: Definition<Inputs, Outputs>,
): Definition<Inputs, Outputs> {
  if (!isTaggedInDescription(definition)) return definition;
  const tagged = (inputs: Inputs & Described, { tag }: Operation): Inputs =>
    withDescription(inputs, withTag(inputs.description, tag));
  return {
    ...definition,
    canonical(inputs) {
      const plain: Inputs & Described = definition.canonical?.(inputs) ?? inputs;
      // The program's text may have been copied out of Adobe's UI, with the tag.
      const { description } = plain;
      return tagIn(description) === undefined
        ? plain
        : withDescription(plain, withoutTag(description));
    },
    create: (inputs, operation) => definition.create(tagged(inputs, operation), operation),
    async read(id, inputs, operation, state) {
      const found = await definition.read(id, inputs, operation, state);
      if (found === undefined) return undefined;
      const { description } = found.inputs as Described;
      return {
        ...found,
        inputs: withDescription(found.inputs, withoutTag(description)),
        tag: tagIn(description),
      };
    },
    update: (id, { oldInputs, newInputs, oldOutputs }, operation) =>
      definition.update(
        id,
        {
          oldInputs: tagged(oldInputs, operation),
          newInputs: tagged(newInputs, operation),
          oldOutputs,
        },
        operation,
      ),
  };
}

function withDescription<Inputs extends object>(
  inputs: Inputs,
  description: string | undefined,
): Inputs {
  const others: Inputs & { description?: string } = { ...inputs };
  delete others.description;
  return description === undefined ? others : { ...others, description };
}
