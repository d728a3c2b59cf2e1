import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { describe, expect, test } from 'vitest';
import { encodeFit } from '../../src/files/fit/encode.ts';
import { madeUpRecording } from '../../src/files/testing/made-up-recording.ts';
import { CreateActivityDocument, ListActivitiesDocument, UploadFileDocument } from '../generated/operations.ts';
import { person, type TestPerson } from '../gateway/people.ts';
import { useGateway } from '../gateway/test-gateway.ts';
import { uploadLink } from './upload-link.ts';

const gateway = useGateway();

/** An app with Apollo Client, signed in as someone. */
function apolloOf({ token }: TestPerson): ApolloClient {
  const uri = `${gateway.url}/graphql`;
  const plain = new HttpLink({ uri, headers: { authorization: `Bearer ${token}` } });
  const link = ApolloLink.split(({ variables }) => variables['file'] instanceof Blob, uploadLink(uri, token), plain);
  const typePolicies = { HealthData: { merge: true, fields: { activities: relayStylePagination(['filter']) } } };
  return new ApolloClient({ link, cache: new InMemoryCache({ typePolicies }) });
}

describe('with Apollo Client', () => {
  test('two pages become one list in the cache', async () => {
    const ann = await person(gateway);
    for (const day of [1, 2, 3]) {
      const input = {
        sport: 'running',
        title: `day ${day}`,
        startedAt: `2026-03-0${day}T07:00:00Z`,
        durationSeconds: 60,
      };
      await ann.gets(CreateActivityDocument, { input });
    }
    const apollo = apolloOf(ann);
    const list = apollo.watchQuery({ query: ListActivitiesDocument, variables: { first: 2 } });
    const { data } = await list.refetch();
    await list.fetchMore({ variables: { after: data?.viewer.health.activities?.pageInfo.endCursor ?? null } });
    const cached = apollo.readQuery({ query: ListActivitiesDocument, variables: { first: 2 } });
    expect(cached?.viewer.health.activities?.edges.map(({ node }) => node.title)).toEqual(['day 3', 'day 2', 'day 1']);
  });

  test('a device file is uploaded, and its laps and streams come back', async () => {
    const apollo = apolloOf(await person(gateway));
    const bytes = encodeFit(madeUpRecording({ seconds: 120 }));
    const file = new File([Buffer.from(bytes)], 'run.fit');
    const { data } = await apollo.mutate({ mutation: UploadFileDocument, variables: { file } });
    const [activity] = data?.uploadActivityFile.activities ?? [];
    expect(activity?.laps).toHaveLength(2);
    expect(activity?.streams[0]?.values).toHaveLength(100);
    expect(activity?.streams[0]?.offsetsSeconds.slice(-1)).toEqual([120]);
  });

  test('what is refused carries its code and fields', async () => {
    const apollo = apolloOf(await person(gateway));
    const file = new File(['no recording'], 'run.fit');
    const refused = await apollo
      .mutate({ mutation: UploadFileDocument, variables: { file } })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CombinedGraphQLErrors);
    expect((refused as CombinedGraphQLErrors).errors[0]?.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      fields: { file: ['is of an unknown format: FIT, TCX and GPX are read'] },
    });
  });
});
