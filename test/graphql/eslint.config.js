import graphql from '@graphql-eslint/eslint-plugin';

/** Values that are a part of something with an id, or a place in a list: nobody looks them up again. */
const valueTypes = [
  'ActivityFile',
  'ActivitySource',
  'ConnectedApp',
  'DayFigure',
  'DaySource',
  'DaySummary',
  'HealthData',
  'Lap',
  'PageInfo',
  'Pause',
  'RecordSource',
  'Sample',
  'SamplePage',
  'Series',
  'Source',
  'SourcePreference',
  'Stream',
];

export default [
  {
    files: ['schema.graphql'],
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: 'schema.graphql' } } },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      ...graphql.configs['flat/schema-relay'].rules,
      // Laps, streams and the like are short lists of values: nobody pages through them.
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
      '@graphql-eslint/strict-id-in-types': [
        'error',
        { exceptions: { types: valueTypes, suffixes: ['Connection', 'Edge', 'Payload'] } },
      ],
    },
  },
];
