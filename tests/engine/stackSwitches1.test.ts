import { stackHoldsUnderTheSwitches } from "./stackSwitches";

stackHoldsUnderTheSwitches(0);
