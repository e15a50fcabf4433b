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

/** The credential of the example files, Pulumi.dev.yaml and Pulumi.prod.yaml, which means nothing. */
const EXAMPLE_CLIENT_ID = "0123456789abcdef0123456789abcdef";

/** Where answers come from, the strongest first. */
export interface Sources {
  /** The options of the command line. */
  readonly given: Known;
  /** The stack's file. */
  readonly stored: Known;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Options win, then what the stack has, then the environment, then what is usual. The secret has no option, so
 * there the environment wins.
 */
export function knownAnswers({ given, stored, environment }: Sources): Known {
  const isExample = stored.clientId === EXAMPLE_CLIENT_ID;
  const ofExample: readonly Name[] = ["orgId", "clientId"];
  const entries = questions.flatMap((question) => {
    const { env, flag, name, standard } = question;
    const fromEnvironment = env.map((variable) => environment[variable]).find(Boolean);
    const inFile = isExample && ofExample.includes(name) ? undefined : stored[name];
    const option = flag === undefined ? fromEnvironment : given[name];
    const answer = option ?? inFile ?? fromEnvironment ?? standard;
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
