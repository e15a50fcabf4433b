import { USAGE_EXIT_CODE } from "../terminal";
import { UserError } from "../userError";
import {
  isNeeded,
  problemOf,
  questions,
  type Answers,
  type Name,
  type Question,
} from "./questions";

/** What is known before anybody is asked. */
export type Known = Partial<Readonly<Record<Name, string>>>;

/** What the example files have, Pulumi.dev.yaml and Pulumi.prod.yaml. Their credential means nothing. */
const examples: Partial<Readonly<Record<Name, readonly string[]>>> = {
  region: ["us-east-1", "eu-central-1"],
  orgId: ["0123456789ABCDEF01234567@AdobeOrg"],
  clientId: ["0123456789abcdef0123456789abcdef"],
  sandbox: ["dev", "prod"],
  widgets: ["main", "shop help"],
};

/** Whether a stack's file is a copy of an example, in which nobody has replaced the credential. */
export function isExample({ clientId }: Known): boolean {
  return clientId !== undefined && examples.clientId?.includes(clientId) === true;
}

/** What a stack's file says, without what is only an example's. */
export function withoutExamples(stored: Known): Known {
  if (!isExample(stored)) return stored;
  const entries = Object.entries(stored) as [Name, string][];
  return Object.fromEntries(entries.filter(([name, value]) => !examples[name]?.includes(value)));
}

/** Where answers come from. */
export interface Sources {
  /** The options of the command line. */
  readonly given: Known;
  readonly environment: NodeJS.ProcessEnv;
  /** The stack's file. */
  readonly stored: Known;
}

/**
 * Options win, then what the stack's file has, then the environment, then what is usual. So a variable that is set for
 * another stack changes nothing. A secret has no option, so for it the environment wins over the file.
 */
export function knownAnswers({ given, stored, environment }: Sources): Known {
  const inFile = withoutExamples(stored);
  const entries = questions.flatMap(({ env, flag, name, standard }) => {
    const fromEnvironment = env.map((variable) => environment[variable]).find(Boolean);
    const found = [inFile[name], fromEnvironment];
    const [first, second] = flag === undefined ? found.reverse() : found;
    const answer = given[name] ?? first ?? second ?? standard;
    return answer === undefined ? [] : [[name, answer] as const];
  });
  return Object.fromEntries(entries);
}

/**
 * The answers when nobody can be asked.
 *
 * @throws UserError with exit code 2 that names everything that is missing or wrong, and how to give it
 */
export function completeAnswers(known: Known): Answers {
  const problems = questions
    .filter((question) => isNeeded(question, known.mode))
    .flatMap((question) => {
      const answer = known[question.name];
      const problem = answer === undefined ? "is missing" : problemOf(question, answer);
      return problem === undefined ? [] : [`${question.key} ${problem}. ${howTo(question)}`];
    });
  if (problems.length > 0) {
    const head = "There is no terminal to ask for what is missing. Nothing was written.";
    throw new UserError([...problems, head], USAGE_EXIT_CODE);
  }
  return { region: "", ...known } as Answers;
}

function howTo({ env, flag }: Question): string {
  const ways = [
    ...(flag === undefined ? [] : [`Give ${flag}`]),
    ...env.map((name) => `set ${name}`),
  ];
  const text = ways.join(", or ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
