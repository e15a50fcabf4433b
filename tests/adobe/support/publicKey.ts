const lines = Array.from({ length: 4 }, (_, n) => `mQENBGB${String(n)}`.padEnd(64, "AbCdEfGh01"));

/** A public key as tools write it, as long as the beginning of an RSA key. */
export const armoredKey = `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${lines.join("\n")}\n-----END PGP PUBLIC KEY BLOCK-----\n`;

/** The same in Base64, as Adobe takes it. */
export const publicKey = Buffer.from(armoredKey).toString("base64");
