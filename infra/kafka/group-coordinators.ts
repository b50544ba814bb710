import { setTimeout as pause } from 'node:timers/promises';
import { topics } from '@baton/contracts';
import type { KafkaEndpoint } from '@baton/messaging';
import type { Admin } from 'kafkajs';
import { silentKafkaClient } from '../engines/kafka.ts';

/** Enough group names to reach each partition of the topic that stores the offsets of all groups. */
const probeGroups = Array.from({ length: 24 }, (_, index) => `baton-start-${index}`);
const TIMEOUT_MILLISECONDS = 30_000;

async function isCoordinatorLoaded(admin: Admin, groupId: string): Promise<boolean> {
  return admin.fetchOffsets({ groupId, topics: [topics.capturedLeads.name] }).then(
    () => true,
    () => false,
  );
}

/**
 * Waits until Kafka has loaded its consumer groups: a consumer that joins earlier crashes and returns only seconds later.
 * After the timeout it returns anyway, because consumers retry by themselves.
 */
export async function waitForGroupCoordinators(endpoint: KafkaEndpoint): Promise<void> {
  const admin = silentKafkaClient(endpoint).admin();
  try {
    await admin.connect();
    const end = Date.now() + TIMEOUT_MILLISECONDS;
    for (const group of probeGroups) {
      while (!(await isCoordinatorLoaded(admin, group)) && Date.now() < end) await pause(100);
    }
  } finally {
    await admin.disconnect();
  }
}
