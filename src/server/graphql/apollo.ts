import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { BearerCheck } from '../../accounts/bearer.ts';
import { toldMistakes } from '../../platform/validate.ts';
import { admission } from './admission.ts';
import type { GraphqlContext } from './context.ts';
import { errorTeller, formatErrors } from './errors.ts';
import type { Execute } from './executor/executor.ts';
import { httpStatus } from './http-status.ts';
import { limitRule, queryLimits } from './limits.ts';
import { plannedExecution } from './planned-execution.ts';

/** The GraphQL server: limits first, then who is asking, then the resolvers. */
export async function startApollo(
  app: FastifyInstance,
  schema: GraphQLSchema,
  options: { production: boolean; bearer: BearerCheck; execute: Execute },
): Promise<ApolloServer<GraphqlContext>> {
  const apollo = new ApolloServer<GraphqlContext>({
    schema,
    plugins: [
      admission(schema, options.bearer),
      plannedExecution(options.execute, errorTeller(app.log)),
      httpStatus,
      // It wraps every resolver, which halves the throughput.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      fastifyApolloDrainPlugin(app),
    ],
    validationRules: [limitRule],
    validationOptions: { maxErrors: toldMistakes },
    parseOptions: { maxTokens: queryLimits.tokens },
    formatError: formatErrors(app.log),
    introspection: true,
    hideSchemaDetailsFromClientErrors: options.production,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    persistedQueries: false,
    // The process' own signals are handled once, for the whole gateway.
    stopOnTerminationSignals: false,
    logger: app.log,
  });
  await apollo.start();
  return apollo;
}
