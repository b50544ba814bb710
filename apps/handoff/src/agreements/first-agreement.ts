import { agreementPublished } from '@baton/contracts';
import { defaultAgreement } from '@baton/domain';
import { appendToOutbox } from '@baton/messaging';
import type { QueryRunner } from 'typeorm';
import { SCHEMA } from '../database/schema.ts';
import { agreementMessage } from './agreement-message.ts';

const firstVersion = agreementPublished.data.parse({
  version: 1,
  publishedAt: '2026-01-01T00:00:00.000Z',
  publishedBy: 'baton',
  agreement: defaultAgreement,
});

/** Publishes the default agreement as version 1, including the event. */
export async function publishFirstAgreement(runner: QueryRunner): Promise<void> {
  const { version, publishedAt, publishedBy, agreement } = firstVersion;
  await runner.query(
    'INSERT INTO handoff.agreement (version, published_at, published_by, document) VALUES ($1, $2, $3, $4)',
    [version, publishedAt, publishedBy, JSON.stringify(agreement)],
  );
  await appendToOutbox(runner, SCHEMA, [agreementMessage(firstVersion)]);
}
