import type { OpenAPIObject } from '@nestjs/swagger';
import { ROLES_EXTENSION } from '../access/roles.ts';

const bearer = { bearer: [] };
const apiKey = { apiKey: [] };

/** Names the credentials that each route takes: keys belong to integrations, tokens to people. */
export function withRouteSecurity(document: OpenAPIObject): OpenAPIObject {
  for (const item of Object.values(document.paths)) {
    for (const operation of [item.get, item.put, item.post, item.delete, item.patch]) {
      if (!operation) continue;
      const roles = (operation as { [ROLES_EXTENSION]?: string[] })[ROLES_EXTENSION];
      const takesKeys = roles?.includes('integration') ?? false;
      const takesTokens = roles?.some((role) => role !== 'integration') ?? false;
      operation.security = [...(takesTokens ? [bearer] : []), ...(takesKeys ? [apiKey] : [])];
    }
  }
  return document;
}
