import { serve } from "../../provider-sdk";
import { commandStub } from "./definition";

void serve(commandStub());
