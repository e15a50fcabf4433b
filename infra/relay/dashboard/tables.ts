import { savedQueries, type SavedQuery } from "../queries";

/** Tables that the dashboard makes of the logs: numbers for which a metric each would be expensive. */
export const tables: readonly SavedQuery[] = [
  {
    title: "By event",
    groups: ["receiver", "forwarder"],
    lines: [
      'filter message in ["accepted", "quarantined", "delivered", "moved to the dead-letter queue"]',
      "stats count(*) as events by event, message",
      "sort event asc, message asc",
    ],
  },
  {
    title: "Tokens in use",
    groups: ["receiver"],
    lines: [
      'filter message in ["accepted", "quarantined"]',
      "stats count(*) as webhooks, max(@timestamp) as last by tokenId",
    ],
  },
  savedQueries.failing,
  savedQueries.rejected,
];
