import { sampleValue, withIds } from './hostile-requests.ts';
import type { HostileRequest, OpenApiDocument, ValidValues } from './hostile-requests.ts';

export interface ExampleRequest extends HostileRequest {
  /** The statuses that the document describes. */
  statuses: readonly string[];
}

/** Statuses that an example never gets: it has the right form. */
const refusedAsMalformed = [400, 405, 413, 414, 415, 431];

const methods = ['get', 'post', 'put', 'delete'] as const;

const isParameterValue = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

/** One request to each route of a path as the document shows it: with all fields, and with those parameters of the URL that have an example. */
export function exampleRequests(description: OpenApiDocument, path: string, known: ValidValues = {}): ExampleRequest[] {
  return methods.flatMap((name) => {
    const operation = description.paths[path]?.[name];
    if (!operation) return [];
    const { requestBody, parameters = [], responses } = operation;
    const { schema, example } = requestBody?.content['application/json'] ?? {};
    const query = parameters.flatMap((parameter) => {
      const value = parameter.schema?.examples?.[0] ?? parameter.example ?? parameter.schema?.enum?.[0];
      return parameter.in === 'query' && isParameterValue(value) ? [[parameter.name, String(value)]] : [];
    });
    const url = `${withIds(path, known)}${query.length > 0 ? `?${new URLSearchParams(query).toString()}` : ''}`;
    const request = { method: name.toUpperCase() as HostileRequest['method'], url, statuses: Object.keys(responses) };
    if (!schema) return [request];
    const body = example ?? sampleValue(description, schema, known);
    // A schema without fields, such as that of an agreement, shows no example.
    if (typeof body !== 'object' || body === null || Object.keys(body).length === 0) return [];
    return [{ ...request, headers: { 'content-type': 'application/json' } as const, payload: JSON.stringify(body) }];
  });
}

/** Examples that are refused as malformed, or answered with a status that the document does not describe. */
export async function examplesThatFail(
  requests: readonly ExampleRequest[],
  send: (request: ExampleRequest) => Promise<{ statusCode: number; body: string }>,
): Promise<string[]> {
  const failed: string[] = [];
  for (const request of requests) {
    const { statusCode, body } = await send(request);
    if (request.statuses.includes(String(statusCode)) && !refusedAsMalformed.includes(statusCode)) continue;
    failed.push(`${request.method} ${request.url} ${request.payload ?? ''}: ${statusCode} ${body.slice(0, 500)}`);
  }
  return failed;
}
