import { asList, asBoolean, isList, type Value } from "../values";
import { group, type MappingFunction } from "./function";

const array = group("array");

/** One list as its entries, several arguments as they are. */
function entries(args: readonly Value[]): readonly Value[] {
  const [only = null] = args;
  return args.length === 1 && isList(only) ? only : args;
}

export const arrayFunctions: readonly MappingFunction[] = [
  array(
    "coalesce",
    [1, Infinity],
    (args) => entries(args).find((value) => value !== null) ?? null,
    {
      takesNull: true,
    },
  ),
  array("first", [1, Infinity], (args) => entries(args)[0] ?? null, { takesNull: true }),
  array("last", [1, Infinity], (args) => entries(args).at(-1) ?? null, { takesNull: true }),
  array("add_to_array", [1, Infinity], ([list = null, ...values]) => [...asList(list), ...values], {
    takesNull: true,
  }),
  array("join_arrays", [1, Infinity], (args) => args.flatMap((list) => asList(list))),
  array(
    "to_array",
    [1, Infinity],
    ([nulls = null, ...values]) =>
      asBoolean(nulls) ? values : values.filter((value) => value !== null),
    { takesNull: true },
  ),
  // For updates of a profile only; on an insert, as every streamed event is one, the list stays as it is.
  array("upsert_array_append", [1, 1], ([list = null]) => asList(list)),
  array("upsert_array_replace", [1, 2], ([list = null]) => asList(list)),
];
