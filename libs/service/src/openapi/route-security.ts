import type { OpenAPIObject } from '@nestjs/swagger';
import { ROLES_EXTENSION, SCOPE_EXTENSION } from '../access/roles.ts';

const bearer = { bearer: [] };
const apiKey = { apiKey: [] };

/** Names the credentials that each route takes: tokens of people, and keys with the scope of the route. */
export function withRouteSecurity(document: OpenAPIObject): OpenAPIObject {
  for (const item of Object.values(document.paths)) {
    for (const operation of [item.get, item.put, item.post, item.delete, item.patch]) {
      if (!operation) continue;
      const extensions = operation as { [ROLES_EXTENSION]?: string[]; [SCOPE_EXTENSION]?: string };
      const takesKeys = extensions[SCOPE_EXTENSION] !== undefined;
      const takesTokens = extensions[ROLES_EXTENSION]?.some((role) => role !== 'integration') ?? false;
      operation.security = [...(takesTokens ? [bearer] : []), ...(takesKeys ? [apiKey] : [])];
    }
  }
  return document;
}
