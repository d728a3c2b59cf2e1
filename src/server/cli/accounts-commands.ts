import type { Command } from 'commander';
import { Option } from 'commander';
import { clientProfiles } from '../../accounts/accounts.input.ts';
import { addClient } from '../../accounts/clients.service.ts';
import { issueToken, revokeToken } from '../../accounts/tokens.service.ts';
import { addUser, setPassword, userByEmail } from '../../accounts/users.service.ts';
import { loadConfig } from '../../platform/config.ts';
import { typeId } from '../../platform/ids.ts';
import { withDatabase } from '../database.ts';
import { parseLifetime } from './lifetime.ts';
import { report } from './output.ts';
import { passwordFrom } from './password.ts';

interface Json {
  json?: boolean;
}

const passwordHint = 'at least 10 characters; by default it is read from standard input';
const words = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);
const collect = (value: string, before: string[]): string[] => [...before, value];
const asJson = (command: Command) => command.option('--json', 'print one JSON object');

export function addUserCommands(program: Command): void {
  const user = program.command('user').description('people');
  asJson(user.command('add <email>'))
    .description('make a person')
    .requiredOption('--name <name>')
    .option('--password <password>', passwordHint)
    .option('--timezone <zone>', 'IANA time zone', 'UTC')
    .option('--admin', 'may manage clients', false)
    .action(
      async (email: string, options: Json & { name: string; password?: string; timezone: string; admin: boolean }) => {
        const { json = false, admin, name, timezone } = options;
        const password = await passwordFrom(options.password);
        const added = await withDatabase(loadConfig(), (em) =>
          addUser(em, { email, name, password, timezone, isAdmin: admin }, new Date()),
        );
        report({ id: typeId('User', added.id), number: added.number, email: added.email }, json);
      },
    );

  asJson(user.command('password <email>'))
    .description("set a person's password; their own tokens and all sign-ins end")
    .option('--password <password>', passwordHint)
    .action(async (email: string, { json = false, ...options }: Json & { password?: string }) => {
      const password = await passwordFrom(options.password);
      await withDatabase(loadConfig(), async (em) => {
        const { id } = await userByEmail(em, email);
        await setPassword(em, id, password, new Date());
      });
      report({ email, password: 'changed' }, json);
    });
}

export function addClientCommands(program: Command): void {
  asJson(program.command('client').description('apps of partners').command('add'))
    .description('register an app that may ask people for access')
    .requiredOption('--name <name>')
    .requiredOption('--scope <scopes>', 'what it may ask for, separated by spaces')
    .option('--id <id>', 'the client id; made up by default')
    .option('--redirect-uri <uri>', 'where people are sent back to; may be repeated', collect, [])
    .option('--public', 'an app that cannot keep a secret', false)
    .addOption(new Option('--profile <profile>').choices(clientProfiles).default(clientProfiles[0]))
    .action(
      async (
        options: Json & {
          name: string;
          scope: string;
          id?: string;
          redirectUri: string[];
          public: boolean;
          profile: (typeof clientProfiles)[number];
        },
      ) => {
        const { clientId, clientSecret } = await withDatabase(loadConfig(), (em) =>
          addClient(
            em,
            {
              name: options.name,
              scopes: words(options.scope),
              id: options.id,
              redirectUris: options.redirectUri,
              isPublic: options.public,
              profile: options.profile,
            },
            new Date(),
          ),
        );
        report({ clientId, clientSecret }, options.json ?? false);
      },
    );
}

export function addTokenCommands(program: Command): void {
  const command = program.command('token').description('bearer tokens');
  asJson(command.command('issue <email>'))
    .description('make a token for a person; it is shown this once')
    .requiredOption('--scope <scopes>', 'what it may do, separated by spaces')
    .option('--client <id>', 'the client that it is for')
    .option('--expires <time>', 'how long it works: a number with s, m, h or d', '30d')
    .action(async (email: string, options: Json & { scope: string; client?: string; expires: string }) => {
      const { id, token, scopes, expiresAt } = await withDatabase(loadConfig(), async (em) => {
        const { id } = await userByEmail(em, email);
        const lifetimeSeconds = parseLifetime(options.expires);
        return issueToken(
          em,
          id,
          { scopes: words(options.scope), clientId: options.client, lifetimeSeconds },
          new Date(),
        );
      });
      report({ id: typeId('AccessToken', id), token, scopes, expiresAt }, options.json ?? false);
    });

  asJson(command.command('revoke <token>'))
    .description('end a token, given itself or its tok_… id')
    .action(async (tokenOrId: string, { json = false }: Json) => {
      await withDatabase(loadConfig(), (em) => revokeToken(em, tokenOrId, new Date()));
      report({ revoked: true }, json);
    });
}
