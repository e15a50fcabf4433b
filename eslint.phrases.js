/**
 * Phrases that have a better word. `npm run check` reports them in comments, in strings and in Markdown.
 * Single words are in cspell.config.yaml.
 */
const better = {
  "dead letter": "DLQ message",
  "dead letters": "DLQ messages",
  "fault of ours": "bug",
  "hand back": "release",
  "handed back": "released",
  "hands back": "releases",
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

const restrictions = (selectorOf) =>
  Object.entries(better).map(([phrase, word]) => ({
    // "Dead letter queue" is AWS's own term.
    selector: selectorOf(`/(?<![\\w-])${phrase.replaceAll(" ", "\\s+")}(?![\\w-]| queue)/i`),
    message: `Write "${word}" in place of "${phrase}".`,
  }));

module.exports = {
  /** Options of the rule `no-warning-comments`. */
  inComments: { terms: Object.keys(better), location: "anywhere" },
  /** For the rule `no-restricted-syntax`, in TypeScript and JavaScript. */
  inStrings: [
    ...restrictions((pattern) => `Literal[value=${pattern}]`),
    ...restrictions((pattern) => `TemplateElement[value.raw=${pattern}]`),
  ],
  /** For the rule `no-restricted-syntax`, in Markdown. */
  inMarkdown: restrictions((pattern) => `text[value=${pattern}]`),
};
