import { commandsOf } from "./shell";

it.each<[string, string[][]]>([
  ["a b  c # d", [["a", "b", "c"]]],
  ["a 'b c' \"d e\" f\\ g", [["a", "b c", "d e", "f g"]]],
  ["a \\\n  b\nc && d | e; f", [["a", "b"], ["c"], ["d"], ["e"], ["f"]]],
  ["x=1 a\ny=2", [["a"]]],
  ["a <the id> …", [["a", "placeholder", "placeholder"]]],
  [
    "a $(b c) d",
    [
      ["b", "c"],
      ["a", "placeholder", "d"],
    ],
  ],
  [
    `a "$(node -p 'x("y").z(1)')"`,
    [
      ["node", "-p", 'x("y").z(1)'],
      ["a", "placeholder"],
    ],
  ],
  [
    's=$(a b)\nc "$s"',
    [
      ["a", "b"],
      ["c", "$s"],
    ],
  ],
])("the commands of %j", (script, expected) => {
  expect(commandsOf(script)).toEqual(expected);
});
