import { fromJson, parsed, textOf, type Resource, type ResourceRule } from "../resource";

/** The words of a name: `apiKey`, `API_KEY` and `api-key` alike. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

const secretWord =
  /^(secret|password|passwd|passphrase|passwort|pwd|pass|token|salt|pepper|credential|jwt|bearer|authorization|cookie|dsn|apikey|accesskey|privatekey|secretkey)s?$/;

/** Pairs of words that are a secret only together. */
const secretPair =
  /\b(api|access|account|private|secret|shared|signing|signature|encryption|master|auth|service|hmac|ssh) key\b|\bconnection string\b|\bauth code\b/;

/** Last words of a name that only refers to a secret, or says something about one. */
const reference =
  /^(arns?|ids?|name|names|sha256|hash|digest|digests|path|file|url|header|type|count|length|version|ttl|seconds|minutes|hours|days|ms|expiry|region|alias|required|enabled|scopes?)$/;

function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word) => secretWord.test(word)) || secretPair.test(words.join(" "));
}

function isReference(name: string): boolean {
  return reference.test(wordsOf(name).at(-1) ?? "");
}

/** Texts that are a secret whatever their name is. */
const secretTexts = [
  /[?&](token|key|secret|sig|signature|password|code)=[^&]/i,
  /:\/\/[^/\s:@]*:[^/\s@]+@/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\b(Bearer|Basic) [A-Za-z0-9+/._~-]{8,}/,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\b(gh[pousr]_|github_pat_|sk_live_|xox[abprs]-|pul-)[A-Za-z0-9_-]{10,}/,
  /hooks\.slack\.com\/services\/./,
  // A streaming endpoint of Adobe: whoever knows it can send.
  /\/collection\/[0-9a-f]{16,}/i,
];

/** What cannot be a secret, whatever its name is. */
const harmless = /^(|true|false|arn:.*|\d{1,6}(ms|s|m|h|d))$/;

/**
 * The places of secrets in a value, as `CHATLIO_AEP_SETTINGS.privacySalt`.
 *
 * @param isSecret - whether a name above the value says that it is a secret
 */
function secretPlaces(value: unknown, place: string, name: string, isSecret: boolean): string[] {
  const isNamed = !isReference(name) && (isSecret || isSecretName(name));
  const object = typeof value === "string" ? fromJson(value) : value;
  if (typeof object !== "object" || object === null) {
    if (typeof value !== "string" || harmless.test(value)) return [];
    return isNamed || secretTexts.some((text) => text.test(value)) ? [place] : [];
  }
  if (Array.isArray(object))
    return object.flatMap((each) => secretPlaces(each, place, name, isNamed));
  return Object.entries(object).flatMap(([inner, each]) =>
    secretPlaces(each, place === "" ? inner : `${place}.${inner}`, inner, isNamed),
  );
}

/** What a resource passes on in plain text: variables that whoever may look at the resource reads. */
function plainText({ type, props }: Resource): readonly [what: string, variables: unknown] {
  switch (type) {
    case "aws:lambda/function:Function":
      return ["environment variable", parsed(props["environment"])["variables"]];
    case "aws:apigatewayv2/stage:Stage":
      return ["stage variable", props["stageVariables"]];
    case "aws:apigateway/stage:Stage":
      return ["stage variable", props["variables"]];
    case "aws:ssm/parameter:Parameter": {
      if (props["type"] === "SecureString") return ["", {}];
      const name = textOf(props["name"]) || "value";
      return ["parameter", { [name]: props["value"] ?? props["insecureValue"] }];
    }
    default:
      return ["", {}];
  }
}

/** Everybody who may look at a function reads its environment. Secrets Manager logs who reads a secret. */
export const noPlainSecret: ResourceRule = {
  name: "no-plain-secret",
  description: "No function, stage of an API or parameter has a secret in plain text.",
  check: (resource) => {
    const [what, variables] = plainText(resource);
    const places = secretPlaces(parsed(variables), "", "", false);
    return [...new Set(places)].map(
      (place) => `The ${what} ${place} holds a secret. Use Secrets Manager.`,
    );
  },
};
