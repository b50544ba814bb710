import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** The schema of problem details (RFC 9457), as `Problem` creates them. */
const problemSchema = {
  type: 'object',
  description: 'RFC 9457: what was wrong, where, and what to do. Some types have additional members.',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string', description: 'A stable identifier: urn:baton:problem:<name>' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What was wrong and what to do next, for people' },
    errors: {
      type: 'array',
      description: 'Each wrong field with its path, the violated rule, and what to correct',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
    traceId: { type: 'string' },
  },
};

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** The problems that a route can return, depending on its parameters and body. */
function problemResponsesOf(path: string, { requestBody, parameters = [] }: Operation): Record<string, string> {
  return {
    401: 'The token or API key is missing, invalid or expired',
    403: 'The caller may not do this, or not with this resource',
    ...(path.includes('{') && { 404: 'The resource does not exist' }),
    ...(requestBody && { 400: 'The body or one of its fields is invalid' }),
    ...((requestBody || parameters.length > 0) && {
      422: 'A value is invalid, or the request cannot be processed; `errors` names each wrong field',
    }),
    503: 'A dependency is unavailable; repeat the request after Retry-After, with the same Idempotency-Key',
  };
}

const isProblem = (status: string): boolean => Number(status) >= 400;

/** Adds the common problems to each route, unless the route describes the status itself. */
export function withProblemResponses(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const operation of methods.flatMap((method) => item[method] ?? [])) {
      for (const [status, description] of Object.entries(problemResponsesOf(path, operation)))
        operation.responses[status] ??= { description };
      for (const [status, response] of Object.entries(operation.responses))
        if (isProblem(status) && response && !('$ref' in response)) response.content ??= problemContent;
    }
  }
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema },
  };
  return document;
}

/** Routes without a described response: one with a schema, or a 204 with a description. */
export function undescribedResponses(document: OpenAPIObject): string[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const successes = Object.entries(item[method]?.responses ?? {}).filter(([status]) => !isProblem(status));
      const isDescribed = successes.some(
        ([status, response]) =>
          response && !('$ref' in response) && (status === '204' ? response.description !== '' : response.content),
      );
      return item[method] === undefined || isDescribed ? [] : [`${method.toUpperCase()} ${path}`];
    }),
  );
}
