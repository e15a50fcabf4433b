import { InitializationFailedError } from "../../../provider-sdk";
import type { CheckFailure, Context, Properties, ResourceType } from "../../../provider-sdk";
import { createOrTakeOver } from "./create";
import type { Definition, Scope } from "./definition";
import { difference, IMPORTED } from "./difference";
import { Naming } from "./naming";
import { MARK, markedInDescription } from "./ownership";
import { PLACE, placeOf } from "./places";
import type { Places } from "./places";
import type { Session } from "./session";
import { hasUnknown } from "./unknown";
import { validate } from "./validate";

/** An empty description is the same as none. */
const NO_DESCRIPTION = { description: "" };

/** A definition as the gRPC server wants it: everything that is the same for all resource types. */
export function resourceType<Inputs extends object, Outputs extends object>(
  ofType: Definition<Inputs, Outputs>,
  places: Places,
): ResourceType {
  const definition = markedInDescription(ofType);
  const naming = new Naming(definition);
  const ignored = definition.ignored ?? [];
  const notShown = [...ignored, ...(definition.notShown ?? [])];
  const differences = (olds: Properties, news: Properties) =>
    difference(olds, news, {
      replaces: (path) => String(path[0]) in definition.replaces,
      ignored,
      anyCase: definition.anyCase ?? [],
      quietWhenAdded: definition.quietWhenAdded ?? [],
      absent: { ...NO_DESCRIPTION, ...definition.absent },
      sets: definition.sets ?? {},
    });
  const scopeOf = (context: Context, session: Session, inputs: Properties = {}): Scope => ({
    session,
    context,
    signal: context.signal,
    mark: inputs[MARK] as string | undefined,
  });
  /** Outputs repeat the inputs, but for those that are only there to be checked. */
  const merged = (inputs: object, outputs: object): Properties => ({
    ...Object.fromEntries(
      Object.entries(inputs).filter(([key]) => !ignored.includes(key) && !key.startsWith("__")),
    ),
    ...outputs,
  });

  return {
    secretOutputs: definition.secretOutputs ?? [],

    check({ oldInputs: olds, newInputs: news }, context) {
      const { config } = places;
      const place = placeOf(config);
      // In another sandbox there is another object: nothing of the old one binds it.
      const hasOlds = Object.keys(olds).length > 0 && (olds[PLACE] ?? place) === place;
      // What comes now is a new object, or a successor.
      if (!hasOlds) places.current.holders.release(context);
      const named = naming.fill(news, hasOlds ? olds : undefined, context.urn, config.namePrefix);
      const given = withDefaults(named, definition.defaults);
      const [plain, hidden] = withHiddenApart(given);
      const failures: CheckFailure[] = validate(definition.inputs, plain);
      if (failures.length > 0) return Promise.resolve({ inputs: given, failures });
      const replacing = Object.values(differences(olds, plain)).some((kind) =>
        kind.endsWith("-replace"),
      );
      failures.push(
        ...(definition.check?.(
          plain as Inputs,
          hasOlds && !replacing ? (olds as Inputs) : undefined,
          (message) => context.log("warning", message),
        ) ?? []),
      );
      const canonical = { ...(definition.canonical?.(plain as Inputs) ?? plain) } as Properties;
      if (canonical["description"] === NO_DESCRIPTION.description) delete canonical["description"];
      return Promise.resolve({
        inputs: { ...canonical, ...hidden, [PLACE]: place },
        failures,
      });
    },

    diff({ id, oldInputs, newInputs: news }, context) {
      const session = places.of(oldInputs);
      session?.inState.add(id);
      const taker = session?.holders.takenFrom(context, id);
      if (taker !== undefined) throw heldTwice(definition.word, id, context.urn, taker);
      const changes = differences(oldInputs, news);
      const movedBy = places.movedBy(oldInputs);
      if (movedBy !== undefined) changes[movedBy] = "update-replace";
      if (movedBy === "orgId") {
        context.log("warning", `${elsewhere(id, oldInputs, places)}. It stays there`);
      }
      const replacing = new Set(
        Object.keys(changes)
          .filter((path) => changes[path]?.endsWith("-replace"))
          .map((path) => /^[^.[]+/.exec(path)?.[0] ?? path),
      );
      for (const input of replacing) {
        const why = definition.replaces[input] ?? `it is in ${String(oldInputs[PLACE])}`;
        context.log("info", `a change of ${input} makes a new object: ${why}`);
      }
      // The engine also asks what an input yet unknown would do, before it deletes.
      if (replacing.size === 0 && !hasUnknown(news)) session?.holders.hold(context, id);
      return Promise.resolve({
        changes,
        deleteBeforeReplace:
          replacing.size > 0 &&
          movedBy === undefined &&
          (definition.deleteFirst === true || naming.collides(oldInputs, news)),
        stables: ["id"],
      });
    },

    async create({ inputs, preview }, context) {
      const wanted = inputs as Inputs;
      if (preview) return { id: "", outputs: merged(inputs, definition.preview(wanted)) };
      const session = places.current;
      const scope = scopeOf(context, session, inputs);
      const made = await partlyWith(inputs, merged, () =>
        createOrTakeOver(definition, wanted, scope, {
          ours: naming.isMade(inputs),
          notShown,
          differences,
        }),
      );
      session.inState.add(made.id);
      return { id: made.id, outputs: merged(inputs, made.outputs) };
    },

    async read({ id, outputs: state, inputs }, context) {
      const session = places.of(inputs);
      if (session === undefined) throw new Error(elsewhere(id, inputs, places));
      const scope = scopeOf(context, session);
      session.inState.add(id);
      const found = await definition.read(
        id,
        inputs as Inputs | undefined,
        scope,
        state as (Inputs & Outputs) | undefined,
      );
      if (found === undefined) {
        await scope.session.confirmSandbox(scope.signal);
        return undefined;
      }
      const kept = carriedOver(inputs, found.inputs, notShown);
      if (found.mark !== undefined) kept[MARK] ??= found.mark;
      if (state === undefined) kept[IMPORTED] = true;
      return {
        id: found.id ?? id,
        inputs: { ...kept, [PLACE]: placeOf(session.config) },
        outputs: merged(kept, found.outputs),
      };
    },

    async update({ id, oldOutputs, oldInputs, newInputs: news, preview }, context) {
      const state = oldOutputs as Inputs & Outputs;
      if (preview) {
        const current = { inputs: oldInputs as Inputs, state };
        return merged(news, definition.preview(news as Inputs, current));
      }
      const session = places.of(oldInputs);
      if (session === undefined) throw new Error(elsewhere(id, oldInputs, places));
      session.inState.add(id);
      const request = { olds: oldInputs as Inputs, news: news as Inputs, state };
      const scope = scopeOf(context, session, news);
      return partlyWith(news, merged, async () =>
        merged(news, await definition.update(id, request, scope)),
      );
    },

    async delete({ id, outputs: state, inputs }, context) {
      const session = places.of(inputs);
      if (session === undefined) {
        context.log("warning", `${elsewhere(id, inputs, places)}. It stays there`);
        return;
      }
      const scope = scopeOf(context, session);
      if (session.holders.isHeld(context, id)) {
        context.log(
          "warning",
          `${id} was kept: it was to be deleted as a predecessor, and is what the state holds now, found by its name. To make a new object, change its name`,
        );
        return;
      }
      scope.session.inState.add(id);
      await definition.delete(
        id,
        { inputs: inputs as Inputs, state: state as Inputs & Outputs },
        scope,
      );
    },
  };
}

/** That two resources would be one object, of which each update and delete undoes the other's. */
function heldTwice(word: string, id: string, urn: string, taker: string): Error {
  return new Error(
    `the ${word} ${id} belongs to ${urn}, and in this run ${taker} has taken it over, because both want the same name. ` +
      `Give one of them another name, and take it out of the state with \`pulumi state delete '<urn>'\``,
  );
}

/** That an object is out of reach: a credential belongs to one organisation. */
function elsewhere(id: string, inputs: Properties | undefined, { config }: Places): string {
  return (
    `${id} is in ${String(inputs?.[PLACE])}, and the provider is configured for the organisation ${config.orgId}, ` +
    `whose credential cannot reach it. Should it be managed or deleted there, set adobe-aep:orgId and the credential back first`
  );
}

/** What the state is to hold of an object that is made but not ready: its inputs and all outputs. */
async function partlyWith<T>(
  inputs: Properties,
  merged: (inputs: object, outputs: object) => Properties,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InitializationFailedError)) throw error;
    throw new InitializationFailedError(
      error.id,
      merged(inputs, error.outputs),
      inputs,
      error.reasons,
    );
  }
}

/** What a program gives, and what only the state holds. */
function withHiddenApart(inputs: Properties): [Properties, Properties] {
  const entries = Object.entries(inputs);
  const isHidden = ([key]: [string, unknown]) => key.startsWith("__");
  return [
    Object.fromEntries(entries.filter((entry) => !isHidden(entry))),
    Object.fromEntries(entries.filter(isHidden)),
  ];
}

function withDefaults(inputs: Properties, defaults: object = {}): Properties {
  const filled: Properties = { ...inputs };
  for (const [key, value] of Object.entries(defaults)) filled[key] ??= value;
  return filled;
}

/** What was read, with the last known of what no read can give. Whatever else it lacks is gone. */
function carriedOver(
  last: Properties | undefined,
  read: object,
  notShown: readonly string[],
): Properties {
  const kept: Properties = { ...read };
  for (const [key, value] of Object.entries(last ?? {})) {
    if (!(key in read) && (notShown.includes(key) || key.startsWith("__"))) kept[key] = value;
  }
  return kept;
}
