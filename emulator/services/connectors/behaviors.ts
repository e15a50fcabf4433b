import { assumed, documented } from "../../common/behavior";
import { keyGuide } from "./errors";

export const connectorBehaviors = [
  documented(
    keyGuide,
    "A key pair belongs to a sandbox, and expires 180 days after it was made. Its public key is in Base64.",
  ),
  assumed(
    "Only the guide's POST has the header `x-sandbox-name`; of the list it says that it is of the organization.",
    "The list has the key pairs of one sandbox: of the default one without the header.",
  ),
  assumed(
    "The guide prints placeholders.",
    "The public key is made up, no file is read with it, and the type is `ENCRYPTION`. An expired pair stays, and a pair that a dataflow names can be deleted.",
  ),
  assumed(
    "The guide shows how a customer's own key is sent and listed, and no more.",
    "Customers' own keys (`customer-keys`) are missing.",
  ),
];
