import type { Agreement } from '@baton/domain';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';

const TIMEOUT_MILLISECONDS = 60_000;

/** Publishes the agreement, and waits until leads are judged by it. Answers its version. */
export async function publishAgreement(client: ApiClient, agreement: Agreement): Promise<number> {
  const call = { as: 'adam', method: 'POST', body: agreement } as const;
  const published = await client.callUntilAnswered('handoff', '/agreements', call);
  if (published.status >= 300)
    throw new Error(`The agreement was not published: ${published.status} ${published.text}`);
  const { version } = published.body as { version: number };
  for (const giveUpAt = Date.now() + TIMEOUT_MILLISECONDS; Date.now() < giveUpAt; await pause(500)) {
    const known = (await client.read('scoring', '/agreements', 'adam')) as { version: number }[];
    if (known.some((one) => one.version === version)) return version;
  }
  throw new Error(`Scoring has not heard of agreement version ${version} within ${TIMEOUT_MILLISECONDS / 1000} s.`);
}
