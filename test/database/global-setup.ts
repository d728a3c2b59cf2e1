import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/platform/database/migrate.ts';
import { throwAwayDatabase } from '../../src/platform/embedded/embedded-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database on the run's throw-away server, to make others from. */
    adminUrl: string;
  }
}

/** The database that each test file's own is a copy of. */
export const templateDatabase = 'vitalgate_template';

/** One throw-away PostgreSQL for the run, with one migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await throwAwayDatabase();
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`create database ${templateDatabase}`);
  await admin.end();
  await migrate(server.url.replace(/[^/]+$/, templateDatabase));
  project.provide('adminUrl', server.url);
  return () => server.stop();
}
