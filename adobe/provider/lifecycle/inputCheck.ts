import type {
  CheckFailure,
  CheckRequest,
  CheckResult,
  Context,
  Properties,
} from "../../../provider-sdk";
import type { AutoNaming } from "./autoNaming";
import type { Claim } from "./claims";
import type { Comparison } from "./comparison";
import type { Definition } from "./definition";
import { importedDefaults, withDefaults } from "./importedDefaults";
import { INTERNAL, splitInternal } from "./internalState";
import { newFailures } from "./judging";
import { withoutNulls } from "./nulls";
import type { SandboxContexts } from "./sandboxContexts";
import { scopeOf } from "./scope";
import { isUnknown } from "./unknown";
import { stillUnseen } from "./unseen";
import { validate } from "./validate";
import { withUnknown } from "./withUnknown";

/** What the check of a type needs from its other operations. */
export interface InputCheckParts<Inputs extends object, Outputs extends object> {
  readonly definition: Definition<Inputs, Outputs>;
  readonly naming: AutoNaming<Inputs, Outputs>;
  readonly comparison: Comparison<Inputs, Outputs>;
  readonly sandboxes: SandboxContexts;
  /** Where its objects are. */
  readonly places: Pick<SandboxContexts, "movedBy">;
}

/** Fills in names and defaults of a program's inputs, and validates them. Sends no request. */
export class InputCheck<Inputs extends object, Outputs extends object> {
  /** By URN: the inputs with a default that the program does not give, as last checked. */
  readonly #defaulted = new Map<string, readonly string[]>();

  constructor(private readonly parts: InputCheckParts<Inputs, Outputs>) {}

  /** The inputs of a resource that have their default, as last checked. */
  defaultedOf(urn: string): readonly string[] {
    return this.#defaulted.get(urn) ?? [];
  }

  /** Returns the inputs in their canonical form. */
  check(request: CheckRequest, context: Context): CheckResult {
    const { definition, comparison, sandboxes } = this.parts;
    sandboxes.current.programUrns.add(context.urn);
    const oldInputs = this.#oldInputs(request);
    // The next check is for a new object, or for a replacement.
    if (oldInputs === undefined) sandboxes.current.ownership.release(context);
    const inputs = this.#filled(request, oldInputs, context);
    const { given, internal } = splitInternal(inputs);
    const old = oldInputs && splitInternal(oldInputs).given;
    const shape = (one: Properties) => validate(definition.inputs, one);
    const failures = newFailures(shape, given, old);
    if (failures.length > 0) return { inputs, failures };
    // The old inputs apply as long as the object stays the same.
    const isReplaced = comparison.isReplaced(oldInputs, this.#canonical(given));
    const bound = isReplaced ? undefined : oldInputs;
    const whole = this.#withUnknown(bound, given, context);
    const canonical = { ...this.#canonical(whole) };
    if (canonical["description"] === "") delete canonical["description"];
    return {
      inputs: {
        ...canonical,
        ...internal,
        ...stillUnseen(definition.unseenOnImport, bound, canonical),
        [INTERNAL.scope]: scopeOf(sandboxes.config),
      },
      failures: [
        ...this.#ruleFailures(whole, bound, context),
        ...sandboxes.current.claims.of(context, this.#claimsOf(whole)),
      ],
    };
  }

  /** The form in which the state has the inputs, as a time in UTC. */
  #canonical(inputs: Properties): Properties {
    const { definition } = this.parts;
    return (definition.canonical?.(inputs as Inputs) as Properties | undefined) ?? inputs;
  }

  /** In another sandbox there will be another object, so the old inputs do not apply there. */
  #oldInputs({ oldInputs }: CheckRequest): Properties | undefined {
    const isHere =
      Object.keys(oldInputs).length > 0 && this.parts.places.movedBy(oldInputs) === undefined;
    return isHere ? oldInputs : undefined;
  }

  /** The program's inputs, with the name and the defaults that it does not give. */
  #filled(
    { newInputs }: CheckRequest,
    oldInputs: Properties | undefined,
    { urn }: Context,
  ): Properties {
    const { definition, naming, sandboxes } = this.parts;
    const { defaults } = definition;
    const { owner, journal } = sandboxes.current;
    const named = naming.fill({
      newInputs: withoutNulls(newInputs, definition.inputs),
      oldInputs,
      urn,
      prefix: sandboxes.config.namePrefix,
      owner,
      journal,
    });
    const isDefault = (input: string) => named[input] === undefined;
    this.#defaulted.set(urn, Object.keys(defaults ?? {}).filter(isDefault));
    return withDefaults({ ...named, ...importedDefaults(defaults, oldInputs) }, defaults);
  }

  /** Adds what stays at Adobe to the program's inputs, and logs it. */
  #withUnknown(oldInputs: Properties | undefined, given: Properties, context: Context): Properties {
    if (oldInputs === undefined) return given;
    const { definition, sandboxes } = this.parts;
    return withUnknown(definition, oldInputs as Inputs, given as Inputs, {
      sandbox: sandboxes.current,
      context,
    }) as Properties;
  }

  /** A name must be unique only where the program chooses it: an auto-name is. */
  #claimsOf(given: Properties): Claim[] {
    const { definition, naming } = this.parts;
    const { nameInput, uniqueName } = definition;
    const own = definition.claims?.(given as Inputs) ?? [];
    const name = nameInput === undefined ? undefined : given[nameInput];
    const isChosen = uniqueName === true && naming.autoNameOf(given) === undefined;
    if (!isChosen || nameInput === undefined || typeof name !== "string" || isUnknown(name))
      return [...own];
    const reason = `Adobe has one ${definition.displayName} of a ${nameInput}; give one of the two another ${nameInput}`;
    return [...own, { property: nameInput, key: name, reason }];
  }

  /** The type's own rules. */
  #ruleFailures(
    given: Properties,
    oldInputs: Properties | undefined,
    context: Context,
  ): CheckFailure[] {
    const { definition } = this.parts;
    const rules = (one: Properties) => {
      const warn = (message: string) => {
        if (one === given) context.log("warning", message);
      };
      return definition.check?.(one as Inputs, oldInputs as Inputs | undefined, warn) ?? [];
    };
    return newFailures(rules, given, oldInputs);
  }
}
