import { serve } from "../../provider-sdk";
import { createProvider } from "./definition";

void serve(createProvider());
