import { writeFile, readFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildGraphqlSchema } from './schema.ts';

// Prints schema.graphql from the code; with --check it only tells whether the committed one is fresh.
const file = 'schema.graphql';
const printed = `${printSchema(lexicographicSortSchema(await buildGraphqlSchema()))}\n`;
if (process.argv.includes('--check')) {
  if ((await readFile(file, 'utf8')) !== printed) {
    console.error(`${file} is stale: run npm run schema and commit it.`);
    process.exitCode = 1;
  }
} else {
  await writeFile(file, printed);
}
