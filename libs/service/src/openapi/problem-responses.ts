import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** A problem, as RFC 9457 and `Problem` have it. */
const problemSchema = {
  type: 'object',
  description: 'RFC 9457: what was wrong, where, and what to do. Some types carry more members.',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string', description: 'Stable: urn:baton:problem:<what>' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What was wrong, and what to do next; for people' },
    errors: {
      type: 'array',
      description: 'Each wrong field: where, which rule, and what to do',
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

/** What everybody gets from this route who is refused, by what it takes. */
function problemResponsesOf(path: string, { requestBody, parameters = [] }: Operation): Record<string, string> {
  return {
    401: 'Sign in: the token or the API key is missing, wrong or too old',
    403: 'Your roles, or whose this is, do not allow it',
    ...(path.includes('{') && { 404: 'There is no such thing' }),
    ...(requestBody && { 400: 'The body is not understood' }),
    ...((requestBody || parameters.length > 0) && {
      422: 'What was sent is wrong, each field is named; or it cannot be carried out as it is',
    }),
    503: 'Something that answering needs is away; repeat after Retry-After, with the same Idempotency-Key if there was one',
  };
}

const isProblem = (status: string): boolean => Number(status) >= 400;

/** Health and metrics are asked by machines that look at the status. */
const isOperational = (path: string): boolean => /^\/(health|metrics)(\/|$)/.test(path);

/** Adds to each route the problems that any route of its kind can answer; what the route says itself stands. */
export function withProblemResponses(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const operation of methods.flatMap((method) => item[method] ?? [])) {
      if (isOperational(path)) continue;
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

/** Routes whose answer nobody could tell from the description: neither its schema, nor why there is none. */
export function undescribedResponses(document: OpenAPIObject): string[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const good = Object.entries(item[method]?.responses ?? {}).filter(([status]) => !isProblem(status));
      const isDescribed = good.some(
        ([status, response]) =>
          response && !('$ref' in response) && (status === '204' ? response.description !== '' : response.content),
      );
      return item[method] === undefined || isDescribed ? [] : [`${method.toUpperCase()} ${path}`];
    }),
  );
}
