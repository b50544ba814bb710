import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type ResponseObject = Exclude<NonNullable<Operation['responses']['200']>, { $ref: string }>;
type Responses = NonNullable<NonNullable<OpenAPIObject['components']>['responses']>;

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** The schema of problem details (RFC 9457), as `Problem` creates them. */
const problemSchema = {
  type: 'object',
  description: 'RFC 9457: what was wrong, where, and what to do. Some types have additional members.',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: {
      type: 'string',
      pattern: '^urn:baton:problem:[a-z0-9-]+$',
      description: 'A stable identifier: urn:baton:problem:<name>',
    },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
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

const retryAfter = {
  'Retry-After': {
    description: 'The number of seconds to wait before the next request',
    required: true,
    schema: { type: 'integer', minimum: 1 },
  },
} as const;
const authenticate = { 'WWW-Authenticate': { required: true, schema: { type: 'string' } } } as const;

/** What every problem with this status has. */
const contentsOf = (status: string) => ({
  content: problemContent,
  ...(status === '401' && { headers: authenticate }),
  ...((status === '429' || status === '503') && { headers: retryAfter }),
});

/** What each common problem means, unless a route describes it more precisely. */
const commonProblems = {
  400: ['BadRequest', 'The request or one of its fields is invalid; `errors` names each wrong field'],
  401: ['Unauthorized', 'The token or API key is missing, invalid or expired'],
  403: ['Forbidden', 'The caller may not do this, or not with this resource'],
  404: ['NotFound', 'The resource does not exist'],
  408: ['RequestTimeout', 'The request was not received completely in time'],
  413: ['BodyTooLarge', 'The body is larger than 1 MB'],
  414: ['PathTooLong', 'A part of the path is longer than 200 characters'],
  415: ['UnsupportedMediaType', 'The body has a media type that this route does not accept'],
  422: ['Unprocessable', 'A value is invalid, or the request cannot be processed; `errors` names each wrong field'],
  429: ['TooManyRequests', 'The caller has sent too many requests, or their address too many wrong credentials'],
  431: ['HeadersTooLarge', 'The headers exceed 16 KB in total'],
  503: [
    'Unavailable',
    'A dependency is unavailable; repeat the request after Retry-After, with the same Idempotency-Key',
  ],
} as const;
type CommonStatus = keyof typeof commonProblems;

/** The problems that a route can return, depending on its method, path and parameters. */
function problemsOf(path: string, method: string, { requestBody, parameters = [] }: Operation): CommonStatus[] {
  const takesBody = method !== 'get';
  return [
    400,
    401,
    403,
    ...(path.includes('{') ? ([404, 414] as const) : []),
    // The HTTP layer answers these before there is a route.
    408,
    431,
    // The body is read before the route sees that it has no use for one.
    ...(takesBody ? ([413, 415] as const) : []),
    ...(requestBody || parameters.length > 0 ? ([422] as const) : []),
    429,
    503,
  ];
}

/** The schema of a body that is not JSON: a YAML document, or text such as CSV. */
const schemaOfText = (type: string): object =>
  type.includes('yaml') ? { type: 'object', additionalProperties: true } : { type: 'string' };

/** Nest describes each media type of a response with the schema of its JSON. */
const withTexts = ({ content }: ResponseObject): Pick<ResponseObject, 'content'> => ({
  ...(content && {
    content: Object.fromEntries(
      Object.entries(content).map(([type, body]) => [
        type,
        type.includes('json') ? body : { schema: schemaOfText(type) },
      ]),
    ),
  }),
});

const isProblem = (status: string): boolean => Number(status) >= 400;

/** Adds the common problems to each route, unless the route describes the status itself. */
export function withProblemResponses(document: OpenAPIObject): OpenAPIObject {
  const responses: Responses = {};
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (!operation) continue;
      for (const [status, response] of Object.entries(operation.responses))
        if (response && !('$ref' in response))
          Object.assign(response, isProblem(status) ? contentsOf(status) : withTexts(response));
      for (const status of problemsOf(path, method, operation)) {
        if (operation.responses[status]) continue;
        const [name, description] = commonProblems[status];
        responses[name] = { description, ...contentsOf(String(status)) };
        operation.responses[status] = { $ref: `#/components/responses/${name}` };
      }
    }
  }
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema },
    responses: { ...document.components?.responses, ...responses },
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
