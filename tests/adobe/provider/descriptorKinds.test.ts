import { definitions } from "../../../adobe/provider/resources";
import { descriptorKinds } from "../../../adobe/provider/resources/descriptorKinds";

test("every resource type of descriptors is that of a kind, and no other one is", () => {
  const types = definitions.map(({ token }) => token.split(":")[2] ?? "");
  const ofDescriptors = types.filter((type) => type.endsWith("Descriptor"));
  expect([...new Set(Object.values(descriptorKinds))].sort()).toEqual(ofDescriptors.sort());
});
