export { verifyCommand } from "./command";
