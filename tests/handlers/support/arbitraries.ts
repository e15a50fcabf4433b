import fc from "fast-check";

import { runsFull } from "../../support/full";

const unit = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 0x7f }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 0xffff }) },
  { weight: 1, arbitrary: fc.integer({ min: 0xd800, max: 0xdfff }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0x7f, 0x85, 0x2028, 0xfeff, 0xfffe, 0xffff) },
);

/**
 * Text of any UTF-16 code units: control characters, noncharacters and lone surrogates too. (The
 * library's own strings of all code points take seconds to set up.)
 */
export function anyText(constraints: fc.ArrayConstraints = {}) {
  return fc
    .array(fc.oneof(unit, fc.integer({ min: 0x10000, max: 0x10ffff })), constraints)
    .map((points) => points.map((point) => String.fromCodePoint(point)).join(""));
}

/** The same without lone surrogates, as it is in an event. */
export function wellFormedText(constraints: fc.ArrayConstraints = {}) {
  return anyText(constraints).map((text) => text.replace(/\p{Surrogate}/gu, "?"));
}

/** How often a property is tried: so many times with TEST_FULL=1, else a third, fewer in mutation tests. */
export function runs(usual: number) {
  return fc.readConfigureGlobal().numRuns ?? (runsFull ? usual : Math.ceil(usual / 3));
}
