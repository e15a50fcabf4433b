import { authenticatedMessages } from "../../../handlers/receiver/messages";
import { savedQueries, type SavedQuery } from "../queries";

/** A condition on a line's message. */
function isOneOf(messages: readonly string[]): string {
  return `filter message in [${messages.map((message) => `"${message}"`).join(", ")}]`;
}

/** Tables that the dashboard makes of the logs: numbers for which a metric each would be expensive. */
export const tables: readonly SavedQuery[] = [
  {
    title: "By event: accepted, quarantined, ignored and rejected together are received",
    groups: ["receiver", "forwarder"],
    lines: [
      isOneOf([...authenticatedMessages, "delivered", "moved to the dead-letter queue"]),
      "stats count(*) as events by event, message",
      "sort event asc, message asc",
    ],
  },
  {
    title: "Tokens in use",
    groups: ["receiver"],
    lines: [
      isOneOf(authenticatedMessages),
      "filter not ispresent(synthetic)",
      "stats count(*) as webhooks, max(@timestamp) as last by tokenId",
    ],
  },
  savedQueries.failing,
  savedQueries.rejected,
];
