export { prices } from "../../infra/relay/dashboard/prices";
