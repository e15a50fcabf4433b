import { PartlyCreatedError } from "../rpc";
import type { CheckFailure, Context, Properties, ResourceType } from "../rpc";
import { createOrTakeOver } from "./create";
import type { Definition, Scope } from "./definition";
import { difference } from "./difference";
import { MADE, Naming } from "./naming";
import { PLACE, placeOf } from "./places";
import type { Places } from "./places";
import type { Session } from "./session";
import { validate } from "./validate";

/** A definition as the gRPC server wants it: everything that is the same for all resource types. */
export function resourceType<Inputs extends object, Outputs extends object>(
  definition: Definition<Inputs, Outputs>,
  places: Places,
): ResourceType {
  const naming = new Naming(definition);
  const ignored = definition.ignored ?? [];
  const differences = (olds: Properties, news: Properties) =>
    difference(olds, news, {
      replaces: (path) => String(path[0]) in definition.replaces,
      ignored,
      anyCase: definition.anyCase ?? [],
      quietWhenAdded: definition.quietWhenAdded ?? [],
      sets: definition.sets ?? {},
    });
  const scopeOf = (context: Context, session: Session): Scope => ({
    session,
    context,
    signal: context.signal,
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

    check({ olds, news }, context) {
      const { config } = places;
      const place = placeOf(config);
      // In another sandbox there is another object: nothing of the old one binds it.
      const hasOlds = Object.keys(olds).length > 0 && (olds[PLACE] ?? place) === place;
      const named = naming.fill(news, hasOlds ? olds : undefined, context.urn, config.namePrefix);
      const given = withDefaults(named, definition.defaults);
      const { [MADE]: made, ...plain } = given;
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
      const canonical = definition.canonical?.(plain as Inputs) ?? plain;
      return Promise.resolve({
        inputs: { ...canonical, ...(made === undefined ? {} : { [MADE]: made }), [PLACE]: place },
        failures,
      });
    },

    diff({ id, oldInputs, news }, context) {
      places.of(oldInputs)?.inState.add(id);
      const changes = differences(oldInputs, news);
      const moved = oldInputs[PLACE] !== undefined && oldInputs[PLACE] !== news[PLACE];
      if (moved) changes["sandbox"] = "update-replace";
      const replacing = new Set(
        Object.keys(changes)
          .filter((path) => changes[path]?.endsWith("-replace"))
          .map((path) => /^[^.[]+/.exec(path)?.[0] ?? path),
      );
      for (const input of replacing) {
        const why = definition.replaces[input] ?? `it is in ${String(oldInputs[PLACE])}`;
        context.log("info", `is replaced because ${input} changes: ${why}`);
      }
      return Promise.resolve({
        changes,
        deleteBeforeReplace:
          replacing.size > 0 &&
          !moved &&
          (definition.deleteFirst === true || naming.collides(oldInputs, news)),
        stables: ["id"],
      });
    },

    async create({ inputs, preview }, context) {
      const wanted = inputs as Inputs;
      if (preview) return { id: "", outputs: merged(inputs, definition.preview(wanted)) };
      const session = places.current;
      const made = await createOrTakeOver(definition, wanted, scopeOf(context, session), {
        ours: naming.isMade(inputs),
        differences,
      });
      session.inState.add(made.id);
      return { id: made.id, outputs: merged(inputs, made.outputs) };
    },

    async read({ id, state, inputs }, context) {
      const session = places.of(inputs);
      if (session === undefined) throw elsewhere(inputs);
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
      // What is only there to be checked, or to steer us, Adobe does not hold: keep it.
      const kept = keepUnreadable(inputs, found.inputs);
      return {
        id: found.id ?? id,
        inputs: { ...kept, [PLACE]: placeOf(session.config) },
        outputs: merged(kept, found.outputs),
      };
    },

    async update({ id, olds, oldInputs, news, preview }, context) {
      const state = olds as Inputs & Outputs;
      if (preview) {
        const current = { inputs: oldInputs as Inputs, state };
        return merged(news, definition.preview(news as Inputs, current));
      }
      const session = places.of(oldInputs);
      if (session === undefined) throw elsewhere(oldInputs);
      session.inState.add(id);
      const request = { olds: oldInputs as Inputs, news: news as Inputs, state };
      try {
        return merged(news, await definition.update(id, request, scopeOf(context, session)));
      } catch (error) {
        if (!(error instanceof PartlyCreatedError)) throw error;
        throw new PartlyCreatedError(id, merged(news, error.outputs), news, error.reasons);
      }
    },

    async delete({ id, state, inputs }, context) {
      const session = places.of(inputs);
      if (session === undefined) {
        context.log("warning", `${elsewhere(inputs).message}; it stays there`);
        return;
      }
      const scope = scopeOf(context, session);
      if (scope.session.takenOver.get(context.urn) === id) {
        context.log(
          "warning",
          `${id} was kept: it was found by its name and is now its own successor. To make a new object, change its name`,
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

function elsewhere(inputs: Properties | undefined): Error {
  return new Error(
    `the object is in ${String(inputs?.[PLACE])}, another organisation than the provider's; check adobe-aep:orgId`,
  );
}

function withDefaults(inputs: Properties, defaults: object = {}): Properties {
  const filled: Properties = { ...inputs };
  for (const [key, value] of Object.entries(defaults)) filled[key] ??= value;
  return filled;
}

/** Inputs that no read can give (they are not Adobe's) are carried over from the last known ones. */
function keepUnreadable(last: Properties | undefined, read: object): Properties {
  const kept: Properties = { ...read };
  for (const [key, value] of Object.entries(last ?? {})) {
    if (!(key in read)) kept[key] = value;
  }
  return kept;
}
