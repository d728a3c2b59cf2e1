import { hash, verify } from '@node-rs/argon2';

/**
 * argon2id with the parameters that OWASP's password storage cheat sheet gives (19 MiB, 2 passes, 1 lane); the result is a PHC
 * string that carries salt and parameters. The library's default algorithm is argon2id.
 */
export const hashPassword = (password: string): Promise<string> =>
  hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });

/** The hash of a password that nobody knows, made with the parameters above: to verify against it costs what a real one costs. */
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$boPDhM52NX8ZcbSI3dUn+w$YgU8HI9bsA9+Pdo2Lucw8rV/jPB8JakPQJakqkNK+Ig';

/** Whether a password is the one that was hashed. Where there is no hash, as of an account that does not exist, it takes as long to say no. */
export async function isPassword(given: string, passwordHash: string | undefined): Promise<boolean> {
  const isRight = await verify(passwordHash ?? nobodysHash, given);
  return isRight && passwordHash !== undefined;
}
