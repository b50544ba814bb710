import { setTimeout as pause } from 'node:timers/promises';
import { topics } from '@baton/contracts';
import type { Admin } from 'kafkajs';
import { quietKafka } from '../engines/kafka.ts';

/** Enough names to fall on each of the few partitions that hold the offsets of all groups. */
const groups = Array.from({ length: 24 }, (_, index) => `baton-start-${index}`);
const PATIENCE_MILLISECONDS = 30_000;

async function isLoaded(admin: Admin, groupId: string): Promise<boolean> {
  return admin.fetchOffsets({ groupId, topics: [topics.captured.name] }).then(
    () => true,
    () => false,
  );
}

/**
 * Waits until Kafka knows its consumer groups: a consumer that joins before crashes and comes back only seconds later.
 * After the patience it goes on all the same, since the consumers try again by themselves.
 */
export async function awaitCoordinators(address: string): Promise<void> {
  const admin = quietKafka(address.split(',')).admin();
  try {
    await admin.connect();
    const end = Date.now() + PATIENCE_MILLISECONDS;
    for (const group of groups) {
      while (!(await isLoaded(admin, group)) && Date.now() < end) await pause(100);
    }
  } finally {
    await admin.disconnect();
  }
}
