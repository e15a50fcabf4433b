import { chosen, patternOf } from "../../../../adobe/provider/importing/choice";

const objects = [
  ["xdm:Schema", "Chat events"],
  ["xdm:Schema", "Shops"],
  ["catalog:Dataset", "Chat events"],
].map(([type = "", name = ""], index) => ({ token: `adobe-aep:${type}`, name, id: String(index) }));

it.each([
  [[], [], ["0", "1", "2"]],
  [["xdm:Schema"], [], ["0", "1"]],
  [[], ["chat*"], ["0", "2"]],
  [["xdm:Schema"], ["CHAT EVENTS", "nothing"], ["0"]],
  [["flow:Dataflow"], [], []],
])("of types %j and names %j, %j are chosen", (types, names, expected) => {
  expect(chosen(objects, { types, names }).map(({ id }) => id)).toEqual(expected);
});

it.each([
  ["chat*", "Chat events", true],
  ["*events", "Chat events", true],
  ["c?at*", "Chat events", true],
  ["chat", "Chat events", false],
  ["*a*b*c", "xxaxxbxxbxxc", true],
  ["*a*b*c", "xxaxxbxxbxx", false],
  ["[a-z]", "a", false],
  [".", "a", false],
  ["?", "🙂", true],
  ["", "", true],
  ["", "a", false],
  ["**", "", true],
])("the pattern %j fits %j: %j", (pattern, name, expected) => {
  expect(patternOf(pattern)(name)).toBe(expected);
});

it("takes no longer for many stars", () => {
  expect(patternOf("*a".repeat(30) + "b")("a".repeat(3000))).toBe(false);
});
