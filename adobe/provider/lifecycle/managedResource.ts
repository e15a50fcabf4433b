import type {
  CheckRequest,
  CheckResult,
  Context,
  CreateRequest,
  CreateResult,
  DeleteRequest,
  Diff,
  DiffRequest,
  Properties,
  ReadRequest,
  ReadResult,
  ResourceType,
  UpdateRequest,
} from "../../../provider-sdk";
import { withoutAdded } from "./addedParts";
import { nameIn } from "./adoptionErrors";
import { announceAdoption } from "./announceAdoption";
import { AutoNaming } from "./autoNaming";
import { carriedOver } from "./carriedOver";
import { Comparison } from "./comparison";
import { createOrAdopt } from "./createOrAdopt";
import type { Definition } from "./definition";
import { withoutGuesses } from "./guesses";
import { withAdoptedDefaults } from "./importedDefaults";
import { InputCheck } from "./inputCheck";
import { internalOfRead } from "./internalOfRead";
import { INTERNAL, isInternal } from "./internalState";
import { warnOfUnwritable } from "./judging";
import { warnOfOtherSandboxes } from "./leftElsewhere";
import { onlyGiven } from "./onlyGiven";
import { operationOf } from "./operation";
import {
  cannotReplaceAdopted,
  changesAdopted,
  deletesAdopted,
  isAdopted,
  isCurrentToo,
  isElsewhere,
  ownedTwiceError,
  staysAdopted,
  staysElsewhere,
} from "./outOfReach";
import { tagInDescription } from "./ownershipTag";
import { replacedParts } from "./replaces";
import type { SandboxContext } from "./sandboxContext";
import type { SandboxContexts } from "./sandboxContexts";
import { scopeOf } from "./scope";
import { internalOf, mayHaveSecond, noteNoSecond, warnOfSeconds } from "./seconds";
import { hasUnknown } from "./unknown";
import { withState } from "./withState";

/**
 * A definition in the form that the engine's requests need: everything that all resource types have in
 * common, with one method for each operation.
 */
export class ManagedResource<
  Inputs extends object,
  Outputs extends object,
> implements ResourceType {
  readonly secretOutputs: readonly string[];
  readonly #definition: Definition<Inputs, Outputs>;
  readonly #naming: AutoNaming<Inputs, Outputs>;
  readonly #comparison: Comparison<Inputs, Outputs>;
  readonly #inputCheck: InputCheck<Inputs, Outputs>;
  /** Where its objects are. */
  readonly #places: Pick<SandboxContexts, "of" | "movedBy">;
  /** Inputs that only control the provider. */
  readonly #ignored: readonly string[];
  /** Inputs that a read may lack. */
  readonly #writeOnly: readonly string[];

  constructor(
    definition: Definition<Inputs, Outputs>,
    private readonly sandboxes: SandboxContexts,
  ) {
    this.secretOutputs = definition.secretOutputs ?? [];
    this.#definition = onlyGiven(tagInDescription(definition));
    this.#naming = new AutoNaming(this.#definition);
    this.#places = definition.ofOrganization === true ? sandboxes.anywhere() : sandboxes;
    this.#ignored = definition.ignored ?? [];
    this.#writeOnly = [...this.#ignored, ...(definition.writeOnly ?? [])];
    this.#comparison = new Comparison(this.#definition, () => sandboxes.current.timing.now());
    this.#inputCheck = new InputCheck({
      definition: this.#definition,
      naming: this.#naming,
      comparison: this.#comparison,
      places: this.#places,
      sandboxes,
    });
  }

  /** Fills in names and defaults, and validates. Returns the inputs in their canonical form. */
  check(request: CheckRequest, context: Context): Promise<CheckResult> {
    return Promise.resolve(this.#inputCheck.check(request, context));
  }

  /** Reports what changes in place, what replaces the object, and why. */
  async diff(
    { id, oldInputs, oldOutputs, newInputs }: DiffRequest,
    context: Context,
  ): Promise<Diff> {
    const definition = this.#definition;
    const sandbox = this.#places.of(oldInputs);
    sandbox?.holdsInState(id, definition);
    const other = sandbox?.ownership.otherOwner(context, id);
    if (other !== undefined && definition.alwaysAdopt === undefined)
      throw ownedTwiceError({ displayName: definition.displayName, id }, context.urn, other);
    await this.#lookForSecond(id, oldInputs, oldOutputs, context);
    const changes = this.#comparison.differences(oldInputs, newInputs);
    const movedBy = this.#places.movedBy(oldInputs);
    if (movedBy !== undefined) changes[movedBy] = "update-replace";
    if (movedBy === "orgId")
      context.log("warning", staysElsewhere(id, oldInputs, this.sandboxes.config));
    const replacing = replacedParts(changes, this.#comparison.reasons(oldInputs, newInputs));
    for (const [part, why = `it is in ${String(oldInputs[INTERNAL.scope])}`] of replacing)
      context.log("info", `a change of ${part} makes a new object: ${why}`);
    // A refresh within the run (`--refresh`) requests diffs too, of what the program may not have any more, or under another
    // name. The program's own come after a check. Before a delete, the engine also requests a diff for inputs that are not known yet.
    const isOfProgram = this.sandboxes.current.programUrns.has(context.urn);
    if (isOfProgram && replacing.size === 0 && !hasUnknown(newInputs))
      sandbox?.ownership.claim(context, id);
    const deleteBeforeReplace =
      replacing.size > 0 &&
      movedBy === undefined &&
      (definition.deleteBeforeReplace === true || this.#naming.collides(oldInputs, newInputs));
    const isKept = isAdopted(oldOutputs) && sandbox?.config.adoptExisting !== true;
    const { displayName } = definition;
    if (deleteBeforeReplace && isKept) throw cannotReplaceAdopted(definition, context, id);
    const isChangedInPlace = replacing.size === 0 && Object.keys(changes).length > 0;
    if (isChangedInPlace && isKept) context.log("warning", changesAdopted(displayName, id));
    return { changes, deleteBeforeReplace, stables: ["id"] };
  }

  /** Creates the object, or adopts the one that an interrupted run has left behind. */
  async create({ inputs, preview }: CreateRequest, context: Context): Promise<CreateResult> {
    const wanted = inputs as Inputs;
    const sandbox = this.sandboxes.current;
    const creation = {
      definition: this.#definition,
      inputs: wanted,
      operation: operationOf(context, sandbox, inputs),
      rules: {
        autoName: this.#naming.autoNameOf(inputs),
        writeOnly: this.#writeOnly,
        defaulted: this.#inputCheck.defaultedOf(context.urn),
        differences: (one: Properties, other: Properties) =>
          this.#comparison.differences(one, other),
      },
    };
    if (!hasUnknown(wanted)) {
      const at = (scope: string) => this.sandboxes.of({ [INTERNAL.scope]: scope });
      await warnOfOtherSandboxes(creation, at, { isPreview: preview });
    }
    if (preview) {
      await this.#definition.verify?.(wanted, creation.operation);
      await announceAdoption(creation, this.#naming.inAnyState(context.urn));
      return { id: "", outputs: this.#merged(inputs, this.#definition.preview(wanted)) };
    }
    const stateOf = (outputs: object) => this.#merged(inputs, outputs);
    const created = await withState(inputs, stateOf, () => createOrAdopt(creation));
    return {
      id: created.id,
      outputs: { ...this.#merged(created.inputs, created.outputs), ...created.internal },
    };
  }

  /** Reads the object for a refresh or (without state) for an import. */
  async read(
    { id, inputs, outputs }: ReadRequest,
    context: Context,
  ): Promise<ReadResult | undefined> {
    const sandbox = this.#places.of(inputs);
    if (sandbox === undefined) throw new Error(isElsewhere(id, inputs, this.sandboxes.config));
    sandbox.holdsInState(id, this.#definition);
    const found = await this.#definition.read(
      id,
      inputs && (this.#naming.withActualName(inputs, outputs) as Inputs),
      operationOf(context, sandbox),
      outputs as (Inputs & Outputs) | undefined,
    );
    if (found === undefined) {
      await sandbox.confirmSandbox(context.signal);
      this.#noteGone(id, sandbox);
      return undefined;
    }
    // An import may name it in another way.
    if (found.id !== undefined) sandbox.holdsInState(found.id, this.#definition);
    await this.#lookForSecond(id, { ...inputs, ...found.inputs }, outputs, context);
    // What others have added is not a change. An import shows everything.
    const isRefresh = inputs !== undefined && outputs !== undefined;
    const { open } = this.#definition;
    const read = isRefresh ? withoutAdded(found.inputs, [inputs], open) : found.inputs;
    const kept = this.#naming.withAutoName(carriedOver(inputs, read, this.#writeOnly));
    if (inputs === undefined) warnOfUnwritable(this.#definition, { id, inputs: kept }, context);
    const internal = internalOfRead(found, kept, outputs);
    return {
      id: found.id ?? id,
      inputs: { ...kept, ...internal, [INTERNAL.scope]: scopeOf(sandbox.config) },
      outputs: {
        ...this.#merged(
          { ...kept, ...nameIn({ definition: this.#definition, inputs: found.inputs }) },
          found.outputs,
        ),
        ...internalOf(id, outputs, sandbox),
      },
    };
  }

  /** Updates the object to the new inputs. Also finishes what an interrupted create has not done. */
  async update(request: UpdateRequest, context: Context): Promise<Properties> {
    const { id } = request;
    const { defaults } = this.#definition;
    const actual = (inputs: Properties) =>
      withAdoptedDefaults(inputs, defaults, request.oldOutputs);
    const newInputs = this.#naming.withActualName(actual(request.newInputs), request.oldOutputs);
    const known = withoutGuesses(this.#definition, actual(request.oldInputs), request.newInputs);
    const oldInputs = this.#naming.withActualName(known, request.oldOutputs) as Inputs;
    const oldOutputs = request.oldOutputs as Inputs & Outputs;
    const sandbox = this.#places.of(request.oldInputs);
    const internal = internalOf(id, request.oldOutputs, sandbox);
    const wanted = newInputs as Inputs;
    if (request.preview) {
      if (sandbox !== undefined)
        await this.#definition.verifyUpdate?.(
          { oldInputs, newInputs: wanted, oldOutputs },
          operationOf(context, sandbox),
        );
      const current = { inputs: oldInputs, outputs: oldOutputs };
      const outputs = this.#definition.preview(wanted, current);
      return { ...this.#merged(newInputs, outputs), ...internal };
    }
    if (sandbox === undefined)
      throw new Error(isElsewhere(id, request.oldInputs, this.sandboxes.config));
    sandbox.holdsInState(id, this.#definition);
    const operation = operationOf(context, sandbox, newInputs);
    const stateOf = (outputs: object) => ({ ...this.#merged(newInputs, outputs), ...internal });
    const outputs = await withState(newInputs, stateOf, () =>
      this.#definition.update(id, { oldInputs, newInputs: wanted, oldOutputs }, operation),
    );
    sandbox.settling.released(oldInputs);
    return stateOf(outputs);
  }

  /** Deletes the object, unless another resource or state may own it by now or it cannot be reached. */
  async delete({ id, inputs, outputs }: DeleteRequest, context: Context): Promise<void> {
    const sandbox = this.#places.of(inputs);
    if (sandbox === undefined) {
      context.log("warning", staysElsewhere(id, inputs, this.sandboxes.config));
      return;
    }
    if (sandbox.ownership.isOwned(context, id)) {
      context.log("warning", isCurrentToo(id));
      return;
    }
    if (isAdopted(outputs)) {
      const { displayName } = this.#definition;
      const isConsented = sandbox.config.adoptExisting === true;
      context.log("warning", (isConsented ? deletesAdopted : staysAdopted)(displayName, id));
      if (!isConsented) return;
    }
    sandbox.holdsInState(id, this.#definition);
    await this.#lookForSecond(id, inputs, outputs, context);
    const last = { inputs: inputs as Inputs, outputs: outputs as Inputs & Outputs };
    await this.#definition.delete(id, last, operationOf(context, sandbox));
    this.#noteGone(id, sandbox);
    sandbox.settling.released(inputs);
  }

  /** A later object can have the id where the inputs determine it. */
  #noteGone(id: string, { journal }: SandboxContext): void {
    if (this.#definition.idOf !== undefined) journal.gone(id);
  }

  /** When the create was sent more than once, Adobe may have made a second object since. */
  async #lookForSecond(
    id: string,
    inputs: Properties,
    outputs: Properties | undefined,
    context: Context,
  ): Promise<void> {
    const sandbox = this.#places.of(inputs);
    if (sandbox === undefined || !mayHaveSecond(id, outputs, sandbox)) return;
    const operation = operationOf(context, sandbox, inputs);
    const named = this.#naming.withActualName(inputs, outputs) as Inputs;
    const original = { definition: this.#definition, inputs: named, operation };
    if (!(await warnOfSeconds(original, id))) noteNoSecond(id, outputs, sandbox);
  }

  /** The outputs repeat the inputs, except those that only control the provider. */
  #merged(inputs: object, outputs: object): Properties {
    const shown = Object.entries(inputs).filter(
      ([key]) => !this.#ignored.includes(key) && !isInternal(key),
    );
    return { ...Object.fromEntries(shown), ...outputs };
  }
}
