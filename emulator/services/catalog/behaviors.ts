import { documented } from "../../common/behavior";

export const catalogBehaviors = [
  documented(
    "Catalog API guide",
    "The server adds tags, among them the table name adobe/pqs/table.",
  ),
];
