import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { RouteOptions } from 'fastify';
import { createJsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { scopes, type Scope } from '../../platform/scopes.ts';
import type { Dialect } from './dialect.ts';

const toJsonSchema = createJsonSchemaTransform({ zodToJsonConfig: { unrepresentable: 'any' } });

/** How the OpenAPI document of a dialect is made from its routes: their schemas, and what their tokens need. */
export const describeRoutes = ({ title, version, description, errorBody }: Dialect): FastifyDynamicSwaggerOptions => ({
  openapi: {
    openapi: '3.1.0',
    info: {
      title,
      version,
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } as { name: string },
    },
    servers: [{ url: '/' }],
    components: {
      securitySchemes: {
        oauth2: {
          type: 'oauth2',
          flows: {
            authorizationCode: {
              authorizationUrl: '/oauth/authorize',
              tokenUrl: '/api/oauth/token',
              refreshUrl: '/api/oauth/token',
              scopes: Object.fromEntries(scopes.map((scope) => [scope, scope])),
            },
          },
        },
      },
    },
  },
  transform: (input) => {
    const { schema, url } = toJsonSchema(input as Parameters<typeof toJsonSchema>[0]);
    return { schema: withNeeds(schema as DescribedRoute, input.route, errorBody), url };
  },
});

type Headers = Record<string, { type: string; description: string }>;

interface DescribedRoute {
  body?: object;
  response?: Record<string, object>;
  security?: { [scheme: string]: string[] }[];
  hide?: boolean;
}

/** Adds what a route's token needs and the refusals that every such route has; those of its input it names itself. */
function withNeeds(schema: DescribedRoute, route: RouteOptions, errorBody: z.ZodType): DescribedRoute {
  if (schema?.hide) return schema;
  const { needs, fileField, formFields = {}, answerHeaders } = route.config ?? {};
  const refusal = (words: string, headers?: Headers) => ({
    description: words,
    ...(headers && { headers }),
    ...z.toJSONSchema(errorBody, { unrepresentable: 'any', target: 'draft-2020-12' }),
  });
  const response = { ...schema.response };
  if (needs !== undefined) {
    response['401'] = refusal('There is no token, or it is unknown, expired or revoked.', {
      'WWW-Authenticate': { type: 'string', description: 'RFC 6750' },
    });
    if (needs !== 'token') response['403'] = refusal(`The token lacks the scope ${scopesOf(needs).join(' or ')}.`);
    response['429'] = refusal('Too many requests with this token.', {
      'Retry-After': { type: 'string', description: 'Seconds to wait' },
    });
  }
  response['500'] = refusal('Something went wrong inside the gateway.');
  const headers = Object.entries(answerHeaders ?? {}).map(([name, description]) => [
    name,
    { type: 'string', description },
  ]);
  if (headers.length > 0) response['200'] = { ...response['200'], headers: Object.fromEntries(headers) as Headers };
  return {
    ...schema,
    ...(fileField !== undefined && {
      body: {
        type: 'object',
        properties: {
          ...Object.fromEntries(
            Object.entries(formFields).map(([name, words]) => [name, { type: 'string', description: words }]),
          ),
          [fileField]: { type: 'string', format: 'binary' },
        },
        required: [...Object.keys(formFields), fileField],
      },
    }),
    response,
    security: needs === undefined ? [] : [{ oauth2: needs === 'token' ? [] : scopesOf(needs) }],
  };
}

const scopesOf = (needs: Scope | readonly Scope[]): Scope[] => [needs].flat();
