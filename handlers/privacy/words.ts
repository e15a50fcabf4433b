/** Words of names that name nobody, and of which every text is full. Never looked for by themselves. */
export const particles: ReadonlySet<string> = new Set(
  (
    "AND BIN BINTI DAS DEL DELLA DEM DEN DER DES DOS DIE ET IBN LAS LOS OF TEN TER THE UND VAN VOM " +
    "VON ZUM ZUR"
  ).split(" "),
);

/**
 * Names that are also common words, in English first of all: looked for only with a capital, since
 * without them a text says nothing any more.
 */
export const common: ReadonlySet<string> = new Set(
  (
    "ADMIN AGENT APRIL ART AUGUST BATH BILL BOT BROWN CHANCE CHASE CHAT CUSTOMER DAWN FAITH FAIR " +
    "FRANK GENE GRACE GRANT GREEN GUEST GUY HELP HOPE JACK JOY JUNE KING KLEIN LANG LONG MARK MAY " +
    "MOBILE NICE OLIVE ORANGE PAGE PAT PRICE RAY READING RICH RIVER ROB ROSE SALES SERVICE SKY STERN " +
    "SUE SUMMER SUPPORT TEAM USER VISITOR WAY WEISS WHITE WILL WOLF YOUNG"
  ).split(" "),
);
