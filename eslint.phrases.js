/**
 * Phrases that have a better word. `npm run check` reports them in comments, in strings and in Markdown.
 * Single words are in cspell.config.yaml.
 */
const better = {
  "a line says": "a message says",
  "adobe answered": "Adobe responded",
  "adobe answers": "Adobe responds",
  "answered with": "responded with",
  "answers with": "responds with",
  "as it came": "as received",
  "asked adobe": "sent Adobe a request",
  "asks adobe": "sends Adobe a request",
  "asked for": "requested",
  "asking for": "requesting",
  "asks for": "requests",
  "dead letter": "DLQ message",
  "dead letters": "DLQ messages",
  "fault of ours": "bug",
  "hand back": "release",
  "hand on": "pass on",
  "handed on": "passed on",
  "handed out": "delivered",
  "hands on": "passes on",
  "handed back": "released",
  "hands back": "releases",
  "is no change": "is not a change",
  "is no drift": "is not drift",
  "is no error": "is not an error",
  "let go of": "released",
  "lets go": "releases",
  "made name": "auto-name",
  "made names": "auto-names",
  "open question": "assumption",
  "open questions": "assumptions",
  "take over": "adopt",
  "taken over": "adopted",
  "takes over": "adopts",
  "taking over": "adopting",
  "took over": "adopted",
  "under way": "in flight",
};

/** Adobe's word, which is also part of names: in prose it is a streaming endpoint. */
const inProse = {
  ...better,
  "an inlet": "a streaming endpoint",
  "its inlet": "its streaming endpoint",
  "the inlet": "the streaming endpoint",
  inlets: "streaming endpoints",
};

function restrictions(selectorOf, words = better) {
  return Object.entries(words).map(([phrase, word]) => ({
    // "Dead letter queue" is AWS's own term.
    selector: selectorOf(`/(?<![\\w-])${phrase.replaceAll(" ", "\\s+")}(?![\\w-]| queue)/i`),
    message: `Write "${word}" in place of "${phrase}".`,
  }));
}

module.exports = {
  /** Options of the rule `no-warning-comments`. */
  inComments: { terms: Object.keys(inProse), location: "anywhere" },
  /** For the rule `no-restricted-syntax`, in TypeScript and JavaScript. */
  inStrings: [
    ...restrictions((pattern) => `Literal[value=${pattern}]`),
    ...restrictions((pattern) => `TemplateElement[value.raw=${pattern}]`),
  ],
  /** For the rule `no-restricted-syntax`, in Markdown. */
  inMarkdown: restrictions((pattern) => `text[value=${pattern}]`, inProse),
};
