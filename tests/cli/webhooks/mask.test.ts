import fc from "fast-check";

import { masked } from "../../../cli/webhooks/mask";

const secret = fc.stringMatching(/^[A-Za-z0-9_-]{20,64}$/);
const shown = ["main", "feedback-left"];

test("shows host, widget, event and dataflow", () => {
  expect(masked("https://a.example/main/feedback-left?token=abc", shown)).toBe(
    "https://a.example/main/feedback-left?token=****",
  );
  expect(masked("https://dcs.example/collection/abc?x-adobe-flow-id=f-1", shown)).toBe(
    "https://dcs.example/****/****?x-adobe-flow-id=f-1",
  );
});

test("shows no secret, wherever it is in the URL", () => {
  const places = fc.constantFrom(
    (value: string) => `https://a.example/${value}/main/feedback-left`,
    (value: string) => `https://a.example/main/feedback-left/${value}`,
    (value: string) => `https://a.example/main/feedback-left?token=${value}`,
    (value: string) => `https://a.example/main/feedback-left?any=${value}&x-adobe-flow-id=1`,
    (value: string) => `https://${value}:${value}@a.example/main/feedback-left`,
    (value: string) => `https://a.example/main/feedback-left#${value}`,
  );
  fc.assert(
    fc.property(secret, places, (value, urlOf) => {
      expect(masked(urlOf(value), shown)).not.toContain(value);
    }),
  );
});
