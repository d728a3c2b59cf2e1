import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/platform/database/migrate.ts';
import { throwAwayDatabase } from '../../src/platform/embedded/throw-away.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database on the run's throw-away server, to make others from. */
    adminUrl: string;
    /** The migrated database that each test file's own is a copy of. */
    templateDatabase: string;
  }
}

const templateDatabase = 'vitalgate_template';

/** One throw-away PostgreSQL for the run, with one migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await throwAwayDatabase();
  try {
    await makeTemplate(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('adminUrl', server.url);
  project.provide('templateDatabase', templateDatabase);
  return () => server.stop();
}

async function makeTemplate(adminUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`create database ${templateDatabase}`);
    await migrate(adminUrl.replace(/[^/]+$/, templateDatabase));
    // A database that someone is connected to cannot be copied.
    await admin.query(`alter database ${templateDatabase} with allow_connections false`);
  } finally {
    await admin.end();
  }
}
