import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import type { ConcreteRequest } from 'relay-runtime';

/** The operations of an app's components, in the files and under the names that Relay's compiler wants. */
const components = {
  ActivitiesList: `
    query ActivitiesListQuery($count: Int!) {
      viewer { id health { ...ActivitiesList_health @arguments(count: $count) } }
    }
    query ActivitiesListMoreQuery($count: Int!, $cursor: String) {
      viewer { id health { ...ActivitiesList_health @arguments(count: $count, cursor: $cursor) } }
    }
    fragment ActivitiesList_health on HealthData
    @argumentDefinitions(count: { type: "Int!" }, cursor: { type: "String" }) {
      activities(first: $count, after: $cursor) @connection(key: "ActivitiesList_activities") {
        edges { node { id title ...ActivityCard_activity } }
      }
    }`,
  ActivityCard: `
    fragment ActivityCard_activity on Activity @refetchable(queryName: "ActivityCardRefetchQuery") {
      title
      load
    }`,
};

/** Compiles them with the real compiler, against the committed schema; gives the artifact of an operation. */
export async function compileForRelay(): Promise<(operation: string) => Promise<ConcreteRequest>> {
  const folder = await mkdtemp(join(tmpdir(), 'vitalgate-relay-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [src, artifacts] = [join(folder, 'src'), join(folder, 'artifacts')];
  await Promise.all([mkdir(src), mkdir(artifacts)]);
  for (const [name, text] of Object.entries(components)) {
    await writeFile(join(src, `${name}.js`), `graphql\`${text}\`;`);
  }
  await copyFile('schema.graphql', join(folder, 'schema.graphql'));
  const config = {
    src: 'src',
    schema: 'schema.graphql',
    language: 'javascript',
    artifactDirectory: 'artifacts',
    eagerEsModules: true,
  };
  await writeFile(join(folder, 'relay.config.json'), JSON.stringify(config));
  const compiler = createRequire(import.meta.url)('relay-compiler') as string;
  execFileSync(compiler, [join(folder, 'relay.config.json')], { cwd: folder, stdio: 'pipe' });
  return async (operation) => {
    const file = pathToFileURL(resolve(artifacts, `${operation}.graphql.js`)).href;
    return ((await import(/* @vite-ignore */ file)) as { default: ConcreteRequest }).default;
  };
}
