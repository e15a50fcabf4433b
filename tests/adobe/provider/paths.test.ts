import * as fc from "fast-check";

import { pathIn, pathText } from "../../../adobe/provider/lifecycle/paths";

test("a path is read from its text as it was", () => {
  const name = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom("a", 'b"c', "d.e", "f[0]", "\\"),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(name, fc.nat(99))), (path) => {
      expect(pathIn(pathText(path))).toEqual(path);
    }),
  );
});
