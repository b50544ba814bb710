import { keyScopes } from '@baton/domain';
import type pg from 'pg';
import type { MatrixCaller, MatrixRequest, MatrixResponse } from './access-matrix.ts';
import { registerKey } from './register-access.ts';
import type { TestIssuer } from './test-issuer.ts';

/** The headers of a request by this person; for the role integration, by a key with every scope. */
async function credentialsOf(
  caller: MatrixCaller,
  service: { issuer: TestIssuer; pool: pg.Pool; schema: string },
): Promise<Record<string, string>> {
  if (!caller.roles.includes('integration'))
    return { authorization: `Bearer ${await service.issuer.token({ ...caller, roles: [...caller.roles] })}` };
  return { 'x-api-key': await registerKey(service.pool, { scopes: [...keyScopes] }, service) };
}

/** Sends a request as this person with exactly these roles and this team, or as an integration with an API key. */
export async function sendAs(
  app: { inject(request: object): Promise<{ statusCode: number; body: string }> },
  caller: MatrixCaller,
  { method, url, payload }: MatrixRequest,
  service: { issuer: TestIssuer; pool: pg.Pool; schema: string },
): Promise<MatrixResponse> {
  const headers = await credentialsOf(caller, service);
  const { statusCode: status, body: text } = await app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status, text };
}
