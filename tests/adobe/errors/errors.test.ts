import { sections } from "./list";
import { readRecording, record } from "./recording";
import type { Recording } from "./recording";

let recorded: Recording;
let now: Recording;
// Seventy failures one after the other take most of a minute on a slow machine.
beforeAll(async () => {
  [recorded, now] = await Promise.all([readRecording(), record()]);
}, 300_000);

const titles = Object.values(sections).flatMap((failures) => failures.map(({ title }) => title));

describe("the failures that people new to AEP meet most", () => {
  // After a change on purpose: npm run record:errors, npm run docs:provider.
  test.each(titles)("%s: the docs show Adobe's response and the provider's message", (title) => {
    expect(now[title]).toEqual(recorded[title]);
  });

  test.each(titles)("%s: the message says what to do", (title) => {
    expect(now[title]?.message).toMatch(
      /\b(check|give|delete|remove|correct|rename|run|let|import|set|add|keep|choose|attach)\b/i,
    );
  });

  test.each(titles)("%s: the message names its object", (title) => {
    expect(now[title]?.message).toMatch(
      /"[^"]+"|`[^`]+`|^\w[\w.[\]"-]*: |\bthe (dataset|dataflow) \S{24,}|cannot list/,
    );
  });

  test.each(Object.values(sections).flat())(
    "$title: the docs show Adobe's response, or say why there is none",
    ({ title, atAdobe }) => {
      const { adobe, byHand } = now[title] ?? {};
      expect((adobe ?? byHand ?? atAdobe) !== undefined).toBe(true);
      expect(adobe !== undefined && atAdobe !== undefined).toBe(false);
    },
  );

  test("none is recorded that is not provoked any more", () => {
    expect(Object.keys(recorded)).toEqual(titles);
  });
});
