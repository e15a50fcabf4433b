import type * as z from "zod";

import type { CheckFailure, Context, Properties } from "../../../provider-sdk";
import type { Claim } from "./claims";
import type { ListKeys } from "./difference";
import type { SandboxContext } from "./sandboxContext";

/** What each operation of a resource type gets. */
export interface Operation {
  readonly sandbox: SandboxContext;
  readonly context: Context;
  /** Passed on to every call to Adobe and every wait. */
  readonly signal: AbortSignal;
  /**
   * For a look at a list: one that was read at this time or later will do, in milliseconds since 1970. Default: one
   * that is read from now on.
   */
  readonly since?: number | undefined;
  /** The ownership tag for an object whose name the program gives. For create and update. */
  readonly tag?: string | undefined;
}

/** When an object was created, in milliseconds since 1970, and the client id that created it. */
export interface CreationRecord {
  readonly at?: number | undefined;
  readonly client?: string | undefined;
}

/** An object at Adobe, as inputs and outputs. */
export interface Found<Inputs, Outputs> {
  /** Set when it differs from the requested id (an import by another form of the id). */
  readonly id?: string;
  readonly inputs: Inputs;
  readonly outputs: Outputs;
  /** The ownership tag of the object. */
  readonly tag?: string | undefined;
  /** When and with which credential it was created, as far as Adobe shows it. */
  readonly creation?: CreationRecord | undefined;
  /** The inputs that an import could only guess, for {@link Definition.withoutGuesses}. */
  readonly guessed?: readonly string[] | undefined;
}

/** Inputs together with what stays at Adobe although the program does not have it. */
export interface Kept<Inputs> {
  readonly inputs: Inputs;
  /** What stays, for a message. */
  readonly kept: readonly string[];
}

/** What an update has to do. */
export interface Change<Inputs, Outputs> {
  readonly oldInputs: Inputs;
  readonly newInputs: Inputs;
  readonly oldOutputs: Inputs & Outputs;
}

export interface NamedObject {
  readonly id: string;
  /** Of a type without a name: what tells it from others, such as the path of a descriptor's field. */
  readonly name: string;
  /** `$id` of the schema or field group that it belongs to, where {@link name} is of that one only. */
  readonly of?: string;
}

/**
 * One resource type. For a new type, add a file with a definition, and a line in `resources/index.ts`.
 * `Inputs` are the checked inputs with their defaults; `Outputs` are what Adobe adds.
 */
export interface Definition<Inputs extends object, Outputs extends object> {
  /** `adobe-aep:<module>:<Name>`. */
  readonly token: string;
  /** First paragraph of its documentation page. */
  readonly description: string;
  /** Its name in messages and auto-names, such as `source connection`. */
  readonly displayName: string;
  /** Shapes with a description of every property. Schema and documentation are made from them. */
  readonly inputs: z.ZodObject;
  readonly outputs: z.ZodObject;
  /** Outputs that contain credentials, and inputs that do: they are secret whether or not the program says so. */
  readonly secretOutputs?: readonly string[];
  /** How to import one, for the documentation page. */
  readonly importId: string;
  /** A complete example in TypeScript, for the documentation page. */
  readonly example: string;

  /**
   * The input that is the object's name at Adobe, if it has one. A type that also has a `description` keeps
   * its ownership tag there. A type without a description stores the tag itself and says in `tagLocation`
   * where, or that Adobe has no place for it.
   */
  readonly nameInput?: "name" | "title";
  readonly tagLocation?: string;
  /** Whether no two objects of a sandbox may have the same name. */
  readonly uniqueName?: boolean;
  /** Inputs whose change replaces the object, each with the reason why Adobe cannot change it. */
  readonly replaces: Readonly<Record<string, string>>;
  /**
   * What replaces the object as well, depending on the values and the time (milliseconds since 1970): the reason by
   * path, as `schedule.startTime`. New values may be unknown.
   */
  replacesNow?(oldInputs: Inputs, newInputs: Inputs, now: number): Readonly<Record<string, string>>;
  /** Inputs that are only validated, or only control the provider: they never show as a change. */
  readonly ignored?: readonly string[];
  /**
   * Further inputs that Adobe does not store or does not return. When a read lacks one of these or of the
   * ignored ones, the last known value stays. Any other input that a read lacks is gone at Adobe.
   */
  readonly writeOnly?: readonly string[];
  /**
   * Paths without list indices (`fieldGroups.fields`) that Adobe does not return. When an import left them
   * empty, a value that the program gives is not a change.
   */
  readonly ignoreOnImport?: readonly string[];
  /**
   * Those of them, by name, that an imported object has all the same (not only controls of the provider). The first
   * value that a program gives is not a change, however many updates the program has left it out: of a dataflow that is
   * adopted with `ignoreChanges`, it comes with the update that ends them.
   */
  readonly unseenOnImport?: readonly string[];
  /**
   * Paths of objects to which the platform adds members (`auth.params`), and of values that the platform or somebody
   * else may have given. What an import, a refresh or an adoption finds there, and the program does not give, is not a
   * change, and stays.
   */
  readonly open?: readonly string[];
  /** Paths of values that the platform adds to every object. They do not prevent adoption. */
  readonly platformAdds?: readonly string[];
  /** Values, by path without list indices, that mean the same as no value. */
  readonly absent?: Readonly<Record<string, unknown>>;
  /** Whether the predecessor must be deleted before its replacement can be created. */
  readonly deleteBeforeReplace?: boolean;
  /** Lists whose order has no meaning, with the key that identifies an element of each. */
  readonly unorderedLists?: ListKeys;
  /**
   * The path of the input that holds an object's credentials, such as `credentials`; undefined: it has none. Adobe
   * need not return them, and no file may have them: a written program takes them from the configuration.
   */
  credentialsAt?(inputs: Inputs): string | undefined;
  /** Inputs that are compared without regard to case. */
  readonly caseInsensitive?: readonly string[];
  readonly defaults?: Partial<Inputs>;
  /**
   * Set when an existing object is always adopted, whoever created it: Adobe never deletes it, so adopting it
   * takes it from nobody. Says so, as a sentence for the documentation page.
   */
  readonly alwaysAdopt?: string;
  /**
   * Set when other objects refer to this one by an input and not by the id: the names of their inputs end like this.
   */
  readonly referredToBy?: { readonly input: string; readonly inputsEnd: RegExp };
  /** Whether its objects belong to the organization: a change of the provider's sandbox does not concern them. */
  readonly ofOrganization?: boolean;
  /**
   * What has to be there before it is made, although it does not refer to it: objects of these types (their tokens)
   * with the same schema as this input names.
   */
  readonly comesAfter?: Readonly<Record<string, readonly string[]>>;
  /** Ids of other objects of this type that stand within a text of the inputs: they have to be there before it. */
  mentions?(inputs: Inputs): readonly string[];
  /** Whether the classes set the resource option `protect` when a program does not give it. */
  readonly protectedByDefault?: boolean;

  /**
   * Rules that the shape cannot express. Values may be unknown. `oldInputs` is only given when the object
   * stays the same.
   */
  check?(
    news: Inputs,
    oldInputs: Inputs | undefined,
    warn: (message: string) => void,
  ): CheckFailure[];
  /** What only one resource of a program can have, in a sandbox. Values may be unknown. */
  claims?(inputs: Inputs): readonly Claim[];
  /**
   * Rejects at the preview of a create what Adobe's specification does not allow, as the create does before it sends
   * anything. Values may be unknown.
   */
  verify?(inputs: Inputs, scope: Operation): Promise<void>;
  /**
   * The same at the preview of an update: of what it changes, which the update looks at before it sends anything.
   * `oldOutputs` have what was written. Values may be unknown.
   */
  verifyUpdate?(change: Change<Inputs, Outputs>, scope: Operation): Promise<void>;
  /** Returns the canonical form of inputs, such as a sorted list. Values may be unknown. */
  canonical?(inputs: Inputs): Inputs;
  /**
   * Returns the program's inputs together with what exists beyond them, where Adobe removes nothing: an
   * older release meets the object of a newer one. Values may be unknown.
   */
  keepUnknown?(found: Inputs, newInputs: Inputs, sandbox: SandboxContext): Kept<Inputs>;
  /** Returns imported inputs, with the program's values where the import could only guess. */
  withoutGuesses?(imported: Inputs, newInputs: Inputs, guessed: readonly string[]): Inputs;
  /** The outputs that follow from the inputs and the existing outputs. All others are UNKNOWN. */
  preview(
    news: Inputs,
    current?: { readonly inputs: Inputs; readonly outputs: Inputs & Outputs },
  ): Properties;
  /** Ids of the objects that have the wanted name or natural key. */
  find(inputs: Inputs, scope: Operation): Promise<string[]>;
  /**
   * What identifies an object of a type without a name. Only for a type whose objects Adobe deletes. As it says
   * nothing about the owner, an object that is adopted by it is not deleted, unless the journal has its id.
   */
  naturalKey?(inputs: Inputs): string;
  /**
   * The id, where the inputs determine it, as a name does. So an object can have the id of one that is gone, and what
   * this machine knows of that one says nothing of it.
   */
  idOf?(inputs: Inputs): string;
  /** The one input that is the natural key: a preview that knows it finds the object. Default: it is several. */
  readonly keyInput?: string;
  /** All objects of this kind in the sandbox, without those that Adobe has made for itself. */
  list?(operation: Operation): Promise<readonly NamedObject[]>;
  /** Creates the object. Throws InitializationFailedError when it exists but is not ready. */
  create(inputs: Inputs, scope: Operation): Promise<{ id: string; outputs: Outputs }>;
  /**
   * Reads the object. Undefined when it does not exist. `inputs`: the last known ones, so that the result
   * has the same form.
   */
  read(
    id: string,
    inputs: Inputs | undefined,
    scope: Operation,
    state?: Inputs & Outputs,
  ): Promise<Found<Inputs, Outputs> | undefined>;
  /** Updates the object to the new inputs. Also finishes what an interrupted create has not done. */
  update(id: string, change: Change<Inputs, Outputs>, scope: Operation): Promise<Outputs>;
  /** Deletes the object and waits until it is gone. Succeeds when it does not exist. */
  delete(
    id: string,
    last: { readonly inputs: Inputs; readonly outputs: Inputs & Outputs },
    scope: Operation,
  ): Promise<void>;
}

/** A definition of any type. */
export type AnyDefinition = Definition<never, object>;
