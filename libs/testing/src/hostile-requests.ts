/** The parts of an OpenAPI document that are used here. */
export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

interface Operation {
  parameters?: { name: string; in: string; example?: unknown; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema?: Schema; example?: unknown }> };
  responses: Record<string, unknown>;
}

interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  examples?: unknown[];
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

export interface HostileRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers?: { 'content-type': string };
  /** JSON, or text that is not JSON. */
  payload?: string;
}

export interface ValidValues {
  /** Path parameters of existing resources. */
  ids?: Record<string, string>;
  /** Valid values of fields by name, so that validation reaches the rest of the body. */
  fields?: Record<string, unknown>;
}

const methods = ['get', 'post', 'put', 'delete'] as const;
const brackets = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const LONG = 'x'.repeat(10_001);

const hostileValues: unknown[] = [
  null,
  '',
  LONG,
  '\0',
  '2026-02-30T25:61:00Z',
  -1,
  1e308,
  true,
  [],
  [null],
  [{}],
  {},
  { length: 3 },
  { a: null },
];
const hostileBodyTexts = [
  '',
  'null',
  '5',
  '"text"',
  '[null]',
  '{}',
  '{"a":',
  '\0',
  '{"__proto__":{"a":1}}',
  `{"a":${brackets(100_000)}}`,
];
const hostileParameterTexts = ['', '-1', '1e309', '%00', '%ED%A0%80', "'%22;--", LONG.slice(0, 3000)];

/** Requests with hostile values to each route of a path. Each must be answered as the client's fault, never the service's. */
export function hostileRequests(description: OpenApiDocument, path: string, known: ValidValues = {}): HostileRequest[] {
  const operations = description.paths[path] ?? {};
  return methods.flatMap((name) => {
    const operation = operations[name];
    if (!operation) return [];
    const method = name.toUpperCase() as HostileRequest['method'];
    return [
      ...hostileUrls(path, operation, known).map((url) => ({ method, url })),
      ...hostileBodies(description, operation, known).map((payload) => ({
        method,
        url: withIds(path, known),
        headers: { 'content-type': 'application/json' },
        payload,
      })),
    ];
  });
}

/** The requests that cause a server error, as readable text. */
export async function serverErrorsOf<Request extends HostileRequest>(
  requests: readonly Request[],
  send: (request: Request) => Promise<{ statusCode: number }>,
): Promise<string[]> {
  const faults: string[] = [];
  for (const request of requests) {
    const { statusCode } = await send(request);
    const { method, url, payload = '' } = request;
    if (statusCode >= 500) faults.push(`${statusCode} ${method} ${url.slice(0, 200)} ${payload.slice(0, 300)}`);
  }
  return faults;
}

/** The path with the ids of existing resources, or `unknown`. */
export const withIds = (path: string, { ids = {} }: ValidValues): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? 'unknown'));

function hostileUrls(path: string, { parameters = [] }: Operation, known: ValidValues): string[] {
  const queries = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([placeholder]) => placeholder);
  return [
    ...inPath.flatMap((placeholder) =>
      hostileParameterTexts.map((text) => withIds(path.replace(placeholder, text), { ids: { ...known.ids } })),
    ),
    ...queries.flatMap((name) => [
      ...hostileParameterTexts.map((text) => `${withIds(path, known)}?${name}=${text}`),
      ...[`${name}=a&${name}=b`, `${name}[]=a`, `${name}[a]=b`].map((query) => `${withIds(path, known)}?${query}`),
    ]),
  ];
}

function hostileBodies(description: OpenApiDocument, { requestBody }: Operation, known: ValidValues): string[] {
  if (!requestBody) return [];
  const { schema = {} } = requestBody.content['application/json'] ?? {};
  const validBody = sampleValue(description, schema, known);
  const mutatedBodies = pathsIn(validBody).flatMap((place) =>
    [undefined, ...hostileValues].map((value) => JSON.stringify(replaceAt(validBody, place, value))),
  );
  return [...hostileBodyTexts, ...mutatedBodies];
}

/** A valid body according to the schema, with all its fields. */
export function sampleValue(description: OpenApiDocument, schema: Schema, known: ValidValues): unknown {
  const { $ref, type, format, enum: choices, examples, properties = {}, items, allOf, anyOf, oneOf } = schema;
  if (choices ?? examples) return (choices ?? examples)?.[0];
  const choice = type === undefined ? (allOf ?? anyOf ?? oneOf)?.[0] : undefined;
  const other = $ref === undefined ? choice : resolveReference(description, $ref);
  if (other) return sampleValue(description, other, known);
  switch (Array.isArray(type) ? type[0] : type) {
    case 'array':
      return [sampleValue(description, items ?? {}, known)];
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'object':
      return Object.fromEntries(
        Object.entries(properties).map(([name, inner]) => [
          name,
          known.fields?.[name] ?? sampleValue(description, inner, known),
        ]),
      );
    default:
      return format === 'date-time' ? '2027-03-09T09:00:00Z' : 'text';
  }
}

const resolveReference = ({ components }: OpenApiDocument, reference: string): Schema | undefined =>
  components?.schemas?.[reference.split('/').at(-1) ?? ''];

type JsonPath = (string | number)[];

function pathsIn(value: unknown, place: JsonPath = []): JsonPath[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = [...place, Array.isArray(value) ? Number(name) : name];
    return [here, ...pathsIn(inner, here)];
  });
}

function replaceAt(value: unknown, [name, ...rest]: JsonPath, by: unknown): unknown {
  if (name === undefined) return by;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[name] = replaceAt(copy[name], rest, by);
  return copy;
}
