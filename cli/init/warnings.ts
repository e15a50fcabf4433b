import { warning, type Finding } from "../checks/finding";
import { isExample, withoutExamples, type Sources } from "./answers";
import { questions } from "./questions";
import type { StackFile } from "./stackFile";

/** Domains that belong to nobody, as the example files use them. */
const exampleDomain = /\bexample\.(com|net|org)\b/i;

/** What a person should know before the file is written: values that an example brings, or that the environment does not. */
export function warningsOf(
  file: StackFile,
  { environment, given, stored }: Sources,
): readonly Finding[] {
  const texts = [
    ...notFromEnvironment(file, { environment, given, stored }),
    ...fromExamples(file),
    ...(isExample(stored) ? othersOfExample(file) : []),
  ];
  return texts.map(([text, fix]) => ({ check: "configuration", ...warning(text, fix) }));
}

type Text = readonly [text: string, fix: string];

/** Variables of the environment that differ from the file, which wins. */
function notFromEnvironment(
  file: StackFile,
  { environment, given, stored }: Sources,
): readonly Text[] {
  const inFile = withoutExamples(stored);
  return questions.flatMap(({ env, flag, key, name }) => {
    const present = inFile[name];
    const variable = env.find((one) => environment[one]);
    if (flag === undefined || present === undefined || given[name] !== undefined) return [];
    const other = variable && environment[variable];
    if (other === undefined || other === "" || other === present) return [];
    const text = `${key} stays ${present}, as ${file.name} has it; ${variable} is ${other}`;
    return [[text, `To change it, give ${flag} ${other}.`] as const];
  });
}

function fromExamples(file: StackFile): readonly Text[] {
  return Object.entries(file.config()).flatMap(([key, value]) =>
    exampleDomain.test(JSON.stringify(value))
      ? [
          [
            `${key} has an address of the example, which reaches nobody`,
            `Replace or remove it in ${file.name}.`,
          ] as const,
        ]
      : [],
  );
}

function othersOfExample(file: StackFile): readonly Text[] {
  const asked = new Set(questions.map(({ key }) => key));
  const others = Object.keys(file.config()).filter((key) => !asked.has(key));
  if (others.length === 0) return [];
  const text = `${file.name} is a copy of the example, and these values of it stay: ${others.join(", ")}`;
  return [[text, "Read them, and change or remove what you do not want."]];
}
