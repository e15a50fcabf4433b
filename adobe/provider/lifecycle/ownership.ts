import type { Definition, Scope } from "./definition";

/**
 * An object with a given name carries a small mark at Adobe, a digest of what made it, so that one
 * left by an interrupted run can be told from a foreign one of the same name. It is made as made
 * names are, and no program ever sees it.
 */
export const MARK = "__mark";

const atEnd = /(?:^| )\[pulumi ([0-9a-f]{8})\]$/;

/** A description with its mark, `Chat rows` → `Chat rows [pulumi 1a2b3c4d]`. */
export function withMark(
  description: string | undefined,
  mark: string | undefined,
): string | undefined {
  if (mark === undefined) return description;
  const marked = `[pulumi ${mark}]`;
  return description === undefined || description === "" ? marked : `${description} ${marked}`;
}

/** A description without its mark; nothing when there was nothing else. */
export function withoutMark(shown: string | undefined): string | undefined {
  const plain = shown?.replace(atEnd, "");
  return plain === "" ? undefined : plain;
}

/** The mark in a description. */
export function markIn(shown: string | undefined): string | undefined {
  return atEnd.exec(shown ?? "")?.[1];
}

interface Described {
  readonly description?: string | undefined;
}

/** Whether a type's mark is in its description. */
export function isMarkedInDescription({
  nameInput,
  inputs,
}: Pick<Definition<object, object>, "nameInput" | "inputs">): boolean {
  return nameInput !== undefined && "description" in inputs.shape;
}

/** The same definition, its mark written to the description and taken off it again. */
export function markedInDescription<Inputs extends object, Outputs extends object>(
  definition: Definition<Inputs, Outputs>,
): Definition<Inputs, Outputs> {
  if (!isMarkedInDescription(definition)) return definition;
  const toAdobe = (inputs: Inputs & Described, { mark }: Scope): Inputs =>
    replaced(inputs, withMark(inputs.description, mark));
  return {
    ...definition,
    canonical(inputs) {
      const plain: Inputs & Described = definition.canonical?.(inputs) ?? inputs;
      // Copied out of Adobe's UI, with the mark.
      const { description } = plain;
      return markIn(description) === undefined ? plain : replaced(plain, withoutMark(description));
    },
    create: (inputs, scope) => definition.create(toAdobe(inputs, scope), scope),
    async read(id, inputs, scope, state) {
      const found = await definition.read(id, inputs, scope, state);
      if (found === undefined) return undefined;
      const { description: shown } = found.inputs as Described;
      return { ...found, inputs: replaced(found.inputs, withoutMark(shown)), mark: markIn(shown) };
    },
    update: (id, { olds, news, state }, scope) =>
      definition.update(
        id,
        { olds: toAdobe(olds, scope), news: toAdobe(news, scope), state },
        scope,
      ),
  };
}

function replaced<Inputs extends object>(inputs: Inputs, description: string | undefined): Inputs {
  const others: Inputs & { description?: string } = { ...inputs };
  delete others.description;
  return description === undefined ? others : { ...others, description };
}
