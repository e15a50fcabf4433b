import {
  environmentOf,
  orgIdPattern,
  orgIdRule,
  sandboxPattern,
} from "../../adobe/sdk/configuration";
import { widgetName } from "../widgetName";

/** How Chatlio's events reach Adobe, as `chatlio-aep:mode` has it. */
export const modes = ["relay", "direct", "both"] as const;
export type Mode = (typeof modes)[number];

/** What `init` must know, as texts. The widgets are separated by spaces. */
export interface Answers {
  readonly mode: string;
  readonly region: string;
  readonly orgId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly sandbox: string;
  readonly widgets: string;
}

export type Name = keyof Answers;

/** One thing that `init` must know. */
export interface Question {
  readonly name: Name;
  /** What a person is asked. */
  readonly text: string;
  /** The key of the stack's configuration. */
  readonly key: string;
  /** The option of the command line; undefined for a secret. */
  readonly flag?: string;
  /** Environment variables that answer it. */
  readonly env: readonly string[];
  readonly standard?: string;
  readonly pattern: RegExp;
  /** What the answer must be, as the rest of a sentence. */
  readonly rule: string;
}

const widget = widgetName.pattern.source.slice(1, -1);

/** In the order in which a person is asked. */
export const questions: readonly Question[] = [
  {
    name: "mode",
    text: "How should events reach Adobe?",
    key: "chatlio-aep:mode",
    flag: "--mode",
    env: [],
    standard: "relay",
    pattern: new RegExp(`^(${modes.join("|")})$`),
    rule: `must be one of ${modes.join(", ")}`,
  },
  {
    name: "region",
    text: "AWS region of the relay",
    key: "aws:region",
    flag: "--region",
    env: ["AWS_REGION", "AWS_DEFAULT_REGION"],
    pattern: /^[a-z]{2}(-[a-z]+)+-\d$/,
    rule: "must be the name of a region, such as us-east-1",
  },
  {
    name: "orgId",
    text: "Adobe organization id (Developer Console, next to the credential)",
    key: "adobe-aep:orgId",
    flag: "--org-id",
    env: [environmentOf.orgId],
    pattern: orgIdPattern,
    rule: orgIdRule,
  },
  {
    name: "clientId",
    text: "Client id of an OAuth Server-to-Server credential",
    key: "adobe-aep:clientId",
    flag: "--client-id",
    env: [environmentOf.clientId],
    pattern: /^\S+$/,
    rule: "must be one word",
  },
  {
    name: "clientSecret",
    text: "Client secret of the same credential",
    key: "adobe-aep:clientSecret",
    env: [environmentOf.clientSecret],
    pattern: /^\S+$/,
    rule: "must be one word",
  },
  {
    name: "sandbox",
    text: "Sandbox that gets the data",
    key: "adobe-aep:sandbox",
    flag: "--sandbox",
    env: [environmentOf.sandbox],
    pattern: sandboxPattern,
    rule: "must be the sandbox's name (lowercase letters, digits and -), not its title",
  },
  {
    name: "widgets",
    text: "Names of your Chatlio widgets, separated by spaces",
    key: "chatlio-aep:widgets",
    flag: "--widget",
    env: [],
    standard: "main",
    pattern: new RegExp(`^${widget}( ${widget}){0,19}$`),
    rule: "must be up to 20 names of letters, digits, - and _",
  },
];

/** Whether a mode needs the answer: without a relay there is no region. */
export function isNeeded({ name }: Question, mode: string | undefined): boolean {
  return name !== "region" || mode !== "direct";
}

/** What is wrong with an answer; undefined when nothing is. */
export function problemOf({ pattern, rule }: Question, answer: string): string | undefined {
  return pattern.test(answer) ? undefined : rule;
}
