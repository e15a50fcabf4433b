import path from "node:path";

import { typeErrors } from "../../support/typeErrors";

/** What tsc says of programs that import the classes' package. */
export function errorsOfPrograms(programs: readonly string[]): string[] {
  const files = programs.map((text, index): [string, string] => [
    path.join(__dirname, `written${index}.ts`),
    text.replace('"@chatlio-aep/adobe-aep"', '"../../../../adobe/sdk"'),
  ]);
  return typeErrors(new Map(files)).map(({ message }) => message);
}
