/** Messages of the receiver's log about webhooks with a valid token: together they are all events received. */
export const authenticatedMessages = [
  "accepted",
  "quarantined",
  "ignored: event is switched off",
  "rejected: too large",
] as const;
