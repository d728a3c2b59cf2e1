import { z } from 'zod';

const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'must be a whole number from 0 to 65535')
  .transform(Number);
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL', abort: true });
const isBare = (url: string): boolean => {
  const { username, password, search, hash } = new URL(url);
  return !(username || password || search || hash);
};
const isOrigin = (text: string): boolean =>
  URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const limit = z
  .string()
  .refine((text) => /^[1-9]\d{0,8}$/.test(text), 'must be a whole number from 1 to 999999999')
  .transform(Number);
const onOff = z.enum(['0', '1'], 'must be 0 or 1').transform((value) => value === '1');

/** Every setting, under its name in the environment. README's table of settings says the same for people. */
const settings = z.object({
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }).optional(),
  PORT: port.default(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: httpUrl
    .refine(isBare, { error: 'must have no user, query or fragment', abort: true })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  TRUST_PROXY: onOff.default(false),
  CORS_ORIGINS: z
    .string()
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .refine((list) => list.every(isOrigin), {
      error:
        'must be origins such as https://app.example.org, separated by commas, without a path or a slash at the end',
    })
    .default([]),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(' ')}`).default('info'),
  WORKERS: z
    .string()
    .refine(
      (text) => /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 16,
      'must be a whole number from 1 to 16',
    )
    .transform(Number)
    .default(1),
  DEMO: onOff.default(true),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL' }).optional(),
  REGISTRATION: z.enum(['open', 'closed'], 'must be open or closed').optional(),
  REQUESTS_PER_MINUTE: limit.default(3000),
  SIGN_INS_PER_HOUR: limit.default(20),
  SIGN_INS_PER_ADDRESS: limit.default(100),
  AUTHORIZATIONS_PER_MINUTE: limit.default(300),
  NODE_ENV: z.string().optional(),
});

export interface Config {
  /** Folder of the embedded database and of the uploaded files. */
  dataDir: string;
  /** A PostgreSQL server of one's own; absent: the embedded one. */
  databaseUrl: string | undefined;
  /** A Redis server by which processes tell each other of new notifications; absent: PostgreSQL does. */
  redisUrl: string | undefined;
  port: number;
  host: string;
  /** The address under which clients reach the gateway, without a slash at its end; absent: made from host and port. */
  publicUrl: string | undefined;
  /** Whether to believe the `X-Forwarded-*` headers. */
  trustProxy: boolean;
  corsOrigins: readonly string[];
  logLevel: z.output<typeof settings>['LOG_LEVEL'];
  /** How many processes answer requests behind the one port. */
  workers: number;
  /** Whether an empty embedded database gets demo people. */
  demo: boolean;
  /** Whether anyone may make an account for themself. By default only where the demo is. */
  registration: 'open' | 'closed';
  /** How often a token may ask, each minute and process. */
  requestsPerMinute: number;
  /** How often a password may be tried for one account, each hour. */
  signInsPerHour: number;
  /** How often passwords may be tried from one network address, each hour. */
  signInsPerAddress: number;
  /** How many requests for access apps may send browsers with from one network address, each minute and process: each leaves a row for an hour. */
  authorizationsPerMinute: number;
  production: boolean;
}

/** One line per setting that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads and checks all settings at once.
 * @throws ConfigError naming each setting that is wrong and why; a value is not repeated, since it may be a password.
 */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const known = Object.keys(settings.shape);
  const given = Object.fromEntries(known.map((name) => [name, environment[name] || undefined]));
  const result = settings.safeParse(given);
  if (!result.success) {
    throw new ConfigError(result.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`).join('\n'));
  }
  const env = result.data;
  return {
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL,
    trustProxy: env.TRUST_PROXY,
    corsOrigins: env.CORS_ORIGINS,
    logLevel: env.LOG_LEVEL,
    workers: env.WORKERS,
    demo: env.DEMO,
    registration: env.REGISTRATION ?? (env.DEMO && env.DATABASE_URL === undefined ? 'open' : 'closed'),
    requestsPerMinute: env.REQUESTS_PER_MINUTE,
    signInsPerHour: env.SIGN_INS_PER_HOUR,
    signInsPerAddress: env.SIGN_INS_PER_ADDRESS,
    authorizationsPerMinute: env.AUTHORIZATIONS_PER_MINUTE,
    production: env.NODE_ENV === 'production',
  };
}
