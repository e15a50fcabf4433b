import * as clack from "@clack/prompts";

import { AdobeError } from "../../adobe/client";
import { listSandboxes, type KnownSandbox } from "../checks/adobe";
import { visible } from "../terminal";
import { UserError } from "../userError";
import type { Known } from "./answers";
import { adobeSettings, type Addresses } from "./credential";
import {
  isNeeded,
  problemOf,
  questions,
  type Answers,
  type Name,
  type Question,
} from "./questions";
import { noSandbox, sandboxChoice } from "./sandboxChoice";

const modeTexts = {
  relay: "relay: through AWS, which keeps every event until Adobe has it",
  direct: "direct: straight to Adobe, without AWS; what Adobe rejects is lost",
  both: "both: to switch from one to the other",
} as const;

/** The answer to a prompt. Ctrl-C ends the command. */
async function answered<T>(asking: Promise<T>): Promise<Exclude<T, symbol>> {
  const answer = await asking;
  if (clack.isCancel(answer)) throw new UserError("Cancelled. Nothing was written.");
  return answer as Exclude<T, symbol>;
}

/**
 * Prompts a person for what the options do not give. What is known from elsewhere is the default. The credential is tried
 * at once, so that the sandbox can be chosen from a list.
 *
 * @param given - names that the options give
 */
export async function askAnswers(
  stack: string,
  known: Known,
  given: ReadonlySet<string>,
  addresses: Addresses,
): Promise<Answers> {
  clack.intro(`chatlio-aep: the stack ${visible(stack)}`);
  const answers: Partial<Record<Name, string>> = { ...known };
  let sandboxes: readonly KnownSandbox[] = [];
  for (const question of questions) {
    const { name } = question;
    if (!isNeeded(question, answers.mode)) continue;
    if (name === "sandbox") sandboxes = await tryCredential(answers, given, addresses);
    const isGiven = given.has(name) && problemOf(question, answers[name] ?? "") === undefined;
    if (!isGiven) answers[name] = await ask(question, answers[name], sandboxes);
  }
  return { region: "", ...answers } as Answers;
}

async function ask(
  question: Question,
  known: string | undefined,
  sandboxes: readonly KnownSandbox[],
): Promise<string> {
  const { name, rule, text: message } = question;
  const validate = (answer: string | undefined) => {
    const problem = problemOf(question, typed(name, answer ?? ""));
    return problem && `It ${problem}.`;
  };
  if (name === "mode") {
    const options = Object.entries(modeTexts).map(([value, label]) => ({ value, label }));
    return answered(clack.select({ message, options, initialValue: known ?? "relay" }));
  }
  if (name === "clientSecret") return askSecret(message, known, validate);
  if (name === "sandbox" && sandboxes.length > 0) return askSandbox(message, known, sandboxes);
  const initial = known === undefined ? { placeholder: rule } : { initialValue: known };
  return typed(name, await answered(clack.text({ message, ...initial, validate })));
}

/** A pasted answer may have spaces around it, and several names commas between them. */
function typed(name: Name, answer: string): string {
  if (name !== "widgets") return answer.trim();
  return answer
    .split(/[\s,]+/)
    .filter(Boolean)
    .join(" ");
}

async function askSandbox(
  message: string,
  known: string | undefined,
  sandboxes: readonly KnownSandbox[],
): Promise<string> {
  const choice = sandboxChoice(sandboxes, known);
  for (;;) {
    const answer = await answered(clack.select<string>({ message, ...choice }));
    if (answer !== noSandbox) return answer;
  }
}

/** Shows a mark for each character. An empty answer keeps the secret that is known. */
async function askSecret(
  message: string,
  known: string | undefined,
  validate: (answer: string | undefined) => string | undefined,
): Promise<string> {
  const answer = await answered(
    clack.password({
      message: known === undefined ? message : `${message} (Enter keeps the present one)`,
      validate: (text) => (known !== undefined && !text ? undefined : validate(text)),
    }),
  );
  return answer.trim() || (known ?? "");
}

const credentialNames: readonly Name[] = ["orgId", "clientId", "clientSecret"];

/** Lists the sandboxes with the credential. A person types the credential in again until Adobe accepts it. */
async function tryCredential(
  answers: Partial<Record<Name, string>>,
  given: ReadonlySet<string>,
  addresses: Addresses,
): Promise<readonly KnownSandbox[]> {
  for (;;) {
    // Every credential has the sandbox prod, and the list is the same in each.
    const settings = adobeSettings({ ...(answers as Answers), sandbox: "prod" }, addresses);
    const spinner = clack.spinner();
    spinner.start("Trying the credential");
    try {
      const sandboxes = await listSandboxes(settings);
      spinner.stop("Adobe accepts the credential.");
      return sandboxes;
    } catch (error) {
      spinner.error("Adobe does not accept the credential.");
      if (!(error instanceof AdobeError)) throw error;
      clack.log.error(visible(error.message));
      // Asking again helps only when there is something to type in.
      if (credentialNames.every((name) => given.has(name))) throw error;
    }
    for (const question of questions.filter(({ name }) => credentialNames.includes(name)))
      answers[question.name] = await ask(question, answers[question.name], []);
  }
}

/** @throws UserError when the person does not want it */
export async function confirmWriting(file: string): Promise<void> {
  const isWanted = await answered(clack.confirm({ message: `Write ${file}?` }));
  if (!isWanted) throw new UserError("Nothing was written.");
}

/**
 * The passphrase that encrypts the stack's secrets, when Pulumi needs one.
 *
 * @param problem - why it is needed
 */
export async function askPassphrase(problem: "missing" | "incorrect"): Promise<string> {
  if (problem === "incorrect")
    clack.log.error("The passphrase is not that of the stack's secrets.");
  const message = "Passphrase for the stack's secrets (Pulumi needs it at every `pulumi up`)";
  return answered(
    clack.password({ message, validate: (text) => (text ? undefined : "It is empty.") }),
  );
}
