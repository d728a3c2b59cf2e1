import { hash } from '@node-rs/argon2';

/**
 * argon2id with the parameters that OWASP's password storage cheat sheet gives (19 MiB, 2 passes, 1 lane); the result is a PHC
 * string that carries salt and parameters. The library's default algorithm is argon2id.
 */
export const hashPassword = (password: string): Promise<string> =>
  hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
