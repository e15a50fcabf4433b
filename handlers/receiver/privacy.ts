/**
 * The search for personal data, as a file of its own next to the receiver's: two thirds of the code, which only a policy
 * that does not keep everything needs.
 */
export { applyPrivacy } from "../privacy";
