#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { loadConfig } from '../../platform/config.ts';
import { migrate } from '../../platform/database/migrate.ts';
import { DomainError } from '../../platform/errors.ts';
import { withEmbeddedDatabase } from '../../platform/embedded/embedded-postgres.ts';
import { addClientCommands, addTokenCommands, addUserCommands } from './accounts-commands.ts';
import { report } from './output.ts';

const { version } = JSON.parse(await readFile(new URL('../../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const program = new Command('vitalgate')
  .description(
    'A self-hosted GraphQL gateway over personal health data. Settings come from the environment: see README.',
  )
  .version(version);

program
  .command('serve')
  .description('start the gateway and keep it running')
  .action(async () => {
    // Only this command needs the whole server in memory.
    const { serveUntilStopped } = await import('../serve.ts');
    await serveUntilStopped(loadConfig());
  });

program
  .command('migrate')
  .description('bring the database to the newest schema')
  .option('--json', 'print one JSON object')
  .action(async ({ json = false }: { json?: boolean }) => {
    const config = loadConfig();
    await (config.databaseUrl === undefined
      ? withEmbeddedDatabase(config.dataDir, migrate)
      : migrate(config.databaseUrl));
    report({ migrated: true }, json);
  });

addUserCommands(program);
addClientCommands(program);
addTokenCommands(program);

/** Errors made to be read by a person; all others are defects, and keep their stack for whoever mends them. */
const readable = new Set(['ConfigError', 'DatabaseError', 'EmbeddedDatabaseError', 'StartError']);

try {
  await program.parseAsync();
} catch (error) {
  const isReadable = error instanceof DomainError || (error instanceof Error && readable.has(error.name));
  console.error(isReadable ? error.message : error);
  process.exitCode = 1;
}
