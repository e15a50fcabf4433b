export { rotateTokenCommand } from "./command";
