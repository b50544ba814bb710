import { keyStateAt } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { IntegrationKeyAccess } from '@baton/service';
import type { IntegrationResponse, KeyResponse } from './integrations.response.ts';

interface KeyRow {
  access: IntegrationKeyAccess;
  createdAt: Date;
  createdBy: string;
  revokedBy: string | null;
  lastUsedAt: Date | null;
  lastUsedIn: string | null;
}

export async function readIntegrations(on: SqlExecutor, now: Date): Promise<IntegrationResponse[]> {
  const integrations = await on.query<Omit<IntegrationResponse, 'keys'>[]>(
    `SELECT integration_id AS "integrationId", name, created_at AS "createdAt", created_by AS "createdBy"
     FROM handoff.integration ORDER BY created_at, integration_id`,
  );
  const keys = await readKeys(on, undefined, now);
  return integrations.map((integration) => ({
    ...integration,
    keys: keys.filter(({ integrationId }) => integrationId === integration.integrationId),
  }));
}

/** The keys of an integration, or of all, from the oldest to the newest. */
export async function readKeys(on: SqlExecutor, integrationId: string | undefined, now: Date): Promise<KeyResponse[]> {
  const rows = await on.query<KeyRow[]>(
    `SELECT a.access, k.created_at AS "createdAt", k.created_by AS "createdBy", k.revoked_by AS "revokedBy",
            use.used_at AS "lastUsedAt", use.service AS "lastUsedIn"
     FROM handoff.integration_key k JOIN handoff.access_key a USING (key_id)
       LEFT JOIN LATERAL (
         SELECT u.used_at, u.service FROM handoff.integration_key_use u
         WHERE u.key_id = k.key_id ORDER BY u.used_at DESC LIMIT 1
       ) use ON true
     WHERE $1::text IS NULL OR k.integration_id = $1
     ORDER BY k.created_at, k.key_id`,
    [integrationId ?? null],
  );
  return rows.map((row) => keyResponse(row, now));
}

const keyResponse = ({ access, ...row }: KeyRow, now: Date): KeyResponse => ({
  keyId: access.keyId,
  integrationId: access.integrationId,
  kind: access.kind,
  scopes: access.scopes,
  sources: access.sources ?? null,
  actsFor: access.actsFor ?? null,
  state: keyStateAt(access, now),
  expiresAt: access.expiresAt ?? null,
  revokedAt: access.revokedAt ?? null,
  ...row,
});

/** Keeps concurrent requests from creating a third key. Returns false for an unknown integration. */
export async function lockIntegration(transaction: SqlExecutor, integrationId: string): Promise<boolean> {
  const rows = await transaction.query<unknown[]>(
    'SELECT FROM handoff.integration WHERE integration_id = $1 FOR UPDATE',
    [integrationId],
  );
  return rows.length === 1;
}

/** Those that do not exist, or are no longer active. */
export async function unknownPeopleAndTeams(
  on: SqlExecutor,
  { personIds = [], teamIds = [] }: { personIds?: string[]; teamIds?: string[] },
): Promise<{ personIds: string[]; teamIds: string[] }> {
  const [row] = await on.query<{ personIds: string[]; teamIds: string[] }[]>(
    `SELECT ARRAY(SELECT id FROM unnest($1::text[]) AS id
                  WHERE NOT EXISTS (SELECT FROM handoff.person p WHERE p.person_id = id AND p.active)) AS "personIds",
            ARRAY(SELECT id FROM unnest($2::text[]) AS id
                  WHERE NOT EXISTS (SELECT FROM handoff.team t WHERE t.team_id = id)) AS "teamIds"`,
    [personIds, teamIds],
  );
  return row ?? { personIds: [], teamIds: [] };
}
