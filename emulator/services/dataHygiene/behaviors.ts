import { documented } from "../../common/behavior";

export const hygieneBehaviors = [
  documented(
    "Data Hygiene guide, dataset expiration",
    "Catalog shows the expiration of a dataset in its tag adobe/hygiene/ttl, in milliseconds.",
  ),
];
