export { adoptCommand } from "./command";
