import type * as z from "zod";

import type { CheckFailure, Context, Properties } from "../../../provider-sdk";
import type { ListKeys } from "./difference";
import type { SandboxContext } from "./sandboxContext";

/** What each operation of a resource type works with. */
export interface Operation {
  readonly sandbox: SandboxContext;
  readonly context: Context;
  /** For every call to Adobe and every wait. */
  readonly signal: AbortSignal;
  /** The ownership tag of an object whose name the program gives, for create and update. */
  readonly tag?: string | undefined;
}

/** An object as it is at Adobe, as inputs and outputs. */
export interface Found<Inputs, Outputs> {
  /** Set when it is not the requested id (an import by another form of the id). */
  readonly id?: string;
  readonly inputs: Inputs;
  readonly outputs: Outputs;
  /** The ownership tag it carries. */
  readonly tag?: string | undefined;
  /** When it was made, in milliseconds since 1970, as far as Adobe says. */
  readonly createdAt?: number | undefined;
  /** Which of the inputs an import could only guess, for {@link Definition.withoutGuesses}. */
  readonly guessed?: readonly string[] | undefined;
}

/** Inputs with what stays at Adobe although the program does not know it. */
export interface Kept<Inputs> {
  readonly inputs: Inputs;
  /** What stays, for a message. */
  readonly kept: readonly string[];
}

export interface NamedObject {
  readonly id: string;
  readonly name: string;
}

/**
 * One resource type. A new one is a file with one of these, and a line in `resources/index.ts`.
 * `Inputs` are the checked inputs, defaults filled in; `Outputs` what Adobe adds.
 */
export interface Definition<Inputs extends object, Outputs extends object> {
  /** `adobe-aep:<module>:<Name>`. */
  readonly token: string;
  /** First paragraph of its documentation page. */
  readonly description: string;
  /** What messages and auto-names call it, as `source connection`. */
  readonly displayName: string;
  /** Shapes with a description on every property: schema and documentation are made from them. */
  readonly inputs: z.ZodObject;
  readonly outputs: z.ZodObject;
  /** Outputs that are credentials. */
  readonly secretOutputs?: readonly string[];
  /** How to import one, for the documentation page. */
  readonly importId: string;
  /** A complete example in TypeScript, for the documentation page. */
  readonly example: string;

  /**
   * The input that holds its name at Adobe, when it has one. A type with it and a `description` keeps
   * its ownership tag there; a type without a description stores the tag by itself and says in
   * `tagLocation` where.
   */
  readonly nameInput?: "name" | "title";
  readonly tagLocation?: string;
  /** No two objects of the sandbox may have the same name. */
  readonly uniqueName?: boolean;
  /** Inputs of which a change makes a new object, each with the reason why Adobe cannot change it. */
  readonly replaces: Readonly<Record<string, string>>;
  /** Inputs that are only checked, or only steer the provider: they never show as a change. */
  readonly ignored?: readonly string[];
  /**
   * Further inputs that Adobe does not store or does not return. A read that lacks one of these, or one
   * of the ignored ones, keeps the last known value; every other input that it lacks is gone at Adobe.
   */
  readonly writeOnly?: readonly string[];
  /**
   * Paths, list indices left out (`fieldGroups.fields`), that Adobe does not return: where an
   * import left them empty, giving them is no change.
   */
  readonly ignoreOnImport?: readonly string[];
  /**
   * Paths of objects to which the platform adds by itself (`auth.params`): what an import found in them
   * and the program does not give is no change.
   */
  readonly openOnImport?: readonly string[];
  /** Paths of values that the platform adds to every object: they hinder no adoption. */
  readonly platformAdds?: readonly string[];
  /** Values, by path without list indices, that are the same as none. */
  readonly absent?: Readonly<Record<string, unknown>>;
  /** A successor cannot be made while its predecessor is there. */
  readonly deleteBeforeReplace?: boolean;
  /** Lists whose order means nothing, and what identifies an element of each. */
  readonly unorderedLists?: ListKeys;
  /** Inputs of which the case of letters means nothing. */
  readonly caseInsensitive?: readonly string[];
  readonly defaults?: Partial<Inputs>;
  /**
   * Set when an existing object is always adopted, whoever made it; says why: it cannot be deleted, or
   * it is shared. A sentence for the documentation page.
   */
  readonly alwaysAdopt?: string;
  /** Whether the classes set the resource option `protect` where a program leaves it out. */
  readonly protectedByDefault?: boolean;

  /** Rules beyond the shape. Values may be unknown. `oldInputs` only when the object stays the same one. */
  check?(
    news: Inputs,
    oldInputs: Inputs | undefined,
    warn: (message: string) => void,
  ): CheckFailure[];
  /** The one way to write equal inputs, as a sorted list. Values may be unknown. */
  canonical?(inputs: Inputs): Inputs;
  /**
   * The program's inputs with what there is beyond them, where Adobe lets nothing go: an earlier release
   * meets the object of a later one. Values may be unknown.
   */
  keepUnknown?(found: Inputs, newInputs: Inputs, sandbox: SandboxContext): Kept<Inputs>;
  /** Imported inputs with those of the program in place of what the import could only guess. */
  withoutGuesses?(imported: Inputs, newInputs: Inputs, guessed: readonly string[]): Inputs;
  /** Outputs as far as they follow from the inputs (and from what there is), with UNKNOWN for the others. */
  preview(
    news: Inputs,
    current?: { readonly inputs: Inputs; readonly outputs: Inputs & Outputs },
  ): Properties;
  /** Ids of objects that are, by name or natural key, the one wanted. */
  find(inputs: Inputs, scope: Operation): Promise<string[]>;
  /** All objects of the kind in the sandbox that have a name: for a type with a `nameInput`. */
  list?(operation: Operation): Promise<readonly NamedObject[]>;
  /** Makes it. Throws InitializationFailedError when it is made but not ready. */
  create(inputs: Inputs, scope: Operation): Promise<{ id: string; outputs: Outputs }>;
  /** Undefined when it is truly not there. `inputs`: the last known, to read in the same form. */
  read(
    id: string,
    inputs: Inputs | undefined,
    scope: Operation,
    state?: Inputs & Outputs,
  ): Promise<Found<Inputs, Outputs> | undefined>;
  /** Brings it to the new inputs; finishes what an interrupted create left undone. */
  update(
    id: string,
    request: {
      readonly oldInputs: Inputs;
      readonly newInputs: Inputs;
      readonly oldOutputs: Inputs & Outputs;
    },
    scope: Operation,
  ): Promise<Outputs>;
  /** Deletes it and waits until it is gone; not being there is success. */
  delete(
    id: string,
    last: { readonly inputs: Inputs; readonly outputs: Inputs & Outputs },
    scope: Operation,
  ): Promise<void>;
}

/** A definition of any type. */
export type AnyDefinition = Definition<never, object>;
