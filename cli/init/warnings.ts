import { warning, type Finding } from "../checks/finding";
import { isExample, withoutExamples, type Sources } from "./answers";
import { questions, type Answers } from "./questions";
import type { StackFile } from "./stackFile";

/** Domains that belong to nobody, as the example files use them. */
const exampleDomain = /\bexample\.(com|net|org)\b/i;

/** What a person should know before the file is written: values that an example or the environment brings. */
export function warningsOf(
  file: StackFile,
  { environment, given, stored }: Sources,
  answers: Answers,
): readonly Finding[] {
  const texts = [
    ...fromEnvironment(file, { environment, given, stored }, answers),
    ...fromExamples(file),
    ...(isExample(stored) ? othersOfExample(file) : []),
  ];
  return texts.map(([text, fix]) => ({ check: "configuration", ...warning(text, fix) }));
}

type Text = readonly [text: string, fix: string];

function fromEnvironment(
  file: StackFile,
  { environment, given, stored }: Sources,
  answers: Answers,
): readonly Text[] {
  const inFile = withoutExamples(stored);
  return questions.flatMap(({ env, flag, key, name }) => {
    const present = inFile[name];
    const variable = env.find((one) => environment[one]);
    if (flag === undefined || present === undefined || given[name] !== undefined) return [];
    if (variable === undefined || environment[variable] !== answers[name]) return [];
    if (present === answers[name]) return [];
    const text = `${key} becomes ${answers[name]}, from ${variable}; ${file.name} has ${present}`;
    return [[text, `To keep it, unset ${variable}, or give ${flag} ${present}.`] as const];
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
