import type { Finding } from "../checks/finding";

/** What the webhooks need at Chatlio, which has no API that could tell. */
export const chatlioNotes: readonly Finding[] = [
  {
    check: "chatlio account",
    status: "note",
    text: "you need an account at Chatlio with a widget on your site",
  },
  {
    check: "chatlio plan",
    status: "note",
    text: "its plan must include webhooks: the widget's Behavior page has them when it does",
  },
  {
    check: "chatlio urls",
    status: "note",
    text: "each URL of `npx chatlio-aep webhooks --show` is pasted there under its own name",
  },
];
