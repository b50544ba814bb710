import type { Agreement } from '@baton/domain';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';

const TIMEOUT_MILLISECONDS = 60_000;

/** Publishes the agreement and returns its version. Scoring may still judge by the version before it. */
export async function publishAgreement(client: ApiClient, agreement: Agreement): Promise<number> {
  const request = { as: 'adam', method: 'POST', body: agreement } as const;
  const response = await client.callUntilResponse('handoff', '/agreements', request);
  if (response.status >= 300) throw new Error(`Publishing the agreement returned ${response.status}: ${response.text}`);
  return (response.body as { version: number }).version;
}

/** Publishes the agreement and waits until scoring judges leads by it. Returns its version. */
export async function publishAgreementToScoring(client: ApiClient, agreement: Agreement): Promise<number> {
  const version = await publishAgreement(client, agreement);
  for (const giveUpAt = Date.now() + TIMEOUT_MILLISECONDS; Date.now() < giveUpAt; await pause(500)) {
    const known = (await client.read('scoring', '/agreements', 'adam')) as { version: number }[];
    if (known.some((each) => each.version === version)) return version;
  }
  throw new Error(`Scoring did not receive agreement version ${version} within ${TIMEOUT_MILLISECONDS / 1000} s.`);
}
