import { setTimeout as pause } from 'node:timers/promises';
import { topics } from '@baton/contracts';
import type { Admin } from 'kafkajs';
import { silentKafkaClient } from '../engines/kafka.ts';

/** Enough names to fall on each of the few partitions that hold the offsets of all groups. */
const probeGroups = Array.from({ length: 24 }, (_, index) => `baton-start-${index}`);
const TIMEOUT_MILLISECONDS = 30_000;

async function isCoordinatorLoaded(admin: Admin, groupId: string): Promise<boolean> {
  return admin.fetchOffsets({ groupId, topics: [topics.capturedLeads.name] }).then(
    () => true,
    () => false,
  );
}

/**
 * Waits until Kafka knows its consumer groups: a consumer that joins before crashes and comes back only seconds later.
 * After the patience it goes on all the same, since the consumers try again by themselves.
 */
export async function waitForGroupCoordinators(address: string): Promise<void> {
  const admin = silentKafkaClient(address.split(',')).admin();
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
