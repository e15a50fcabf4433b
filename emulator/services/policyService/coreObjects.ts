/** Adobe's labels by category (its glossary of data usage labels). */
const names: Readonly<Record<string, readonly string[]>> = {
  Contract: "C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12".split(" "),
  Identity: ["I1", "I2"],
  Sensitive: ["S1", "S2", "PSPD", "RHD"],
};

export const coreLabels = Object.entries(names).flatMap(([category, all]) =>
  all.map((name) => ({ name, category })),
);

/** Those of Adobe's marketing actions whose API names the documents show. */
export const coreActions = [
  { name: "emailTargeting", friendlyName: "Email Targeting" },
  { name: "exportToThirdParty", friendlyName: "Export to Third Party" },
];
