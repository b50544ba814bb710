import { leadCaptured, leadJudged } from '@baton/contracts';
import { handoffIdOf } from '@baton/workflows';
import type { Client } from '@temporalio/client';
import type { Kafka } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { endOffsets, readSince } from '@baton/testing';
import type { TopicOffsets } from '@baton/testing';

/** When one lead reached each stage, in milliseconds since the epoch, by the clock of this machine. */
export interface LeadTimestamps {
  acceptedAt: number;
  /** When the relay of intake sent it to Kafka. */
  capturedAt: number;
  /** When the relay of scoring sent it to Kafka. */
  judgedAt: number;
  startedAt: number;
  /** The time of the first workflow task, from the first step of the record. */
  firstTaskAt: number;
}

const TIMEOUT_MILLISECONDS = 180_000;
const topicNames = [leadCaptured.topic, leadJudged.topic];

/** The end offsets of the topics before the first lead. */
export const currentEndOffsets = async (kafka: Kafka): Promise<Map<string, TopicOffsets>> =>
  new Map(await Promise.all(topicNames.map(async (topic) => [topic, await endOffsets(kafka, topic)] as const)));

async function sentAt(kafka: Kafka, topic: string, since: TopicOffsets): Promise<Map<string, number>> {
  const messages = await readSince(kafka, topic, since);
  return new Map(messages.flatMap(({ key, timestamp }) => (key === null ? [] : [[key, timestamp] as const])));
}

/** The start times of all workflows of a type by the clock of the server. Waits until the expected number is listed. */
export async function workflowStartTimes(client: Client, type: string, expected: number): Promise<Map<string, number>> {
  const query = `WorkflowType = '${type}'`;
  const giveUpAt = Date.now() + TIMEOUT_MILLISECONDS;
  for (; ; await pause(500)) {
    const { count } = await client.workflow.count(query);
    if (count >= expected) break;
    if (Date.now() > giveUpAt) throw new Error(`Only ${count} of ${expected} workflows "${type}" were started`);
  }
  const times = new Map<string, number>();
  for await (const { workflowId, startTime } of client.workflow.list({ query, pageSize: 1000 })) {
    times.set(workflowId, startTime.getTime());
  }
  return times;
}

async function transferTimes(pool: pg.Pool): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ handoff_id: string; recorded_at: Date }>(
    'SELECT handoff_id, recorded_at FROM handoff.record WHERE version = 1',
  );
  return new Map(rows.map(({ handoff_id: id, recorded_at: at }) => [id, at.getTime()]));
}

/** The timestamps of each accepted lead. Waits until all leads have been transferred. */
export async function leadTimestamps(
  accepted: ReadonlyMap<string, number>,
  sources: { kafka: Kafka; client: Client; pool: pg.Pool; since: Map<string, TopicOffsets> },
): Promise<Map<string, LeadTimestamps>> {
  const { kafka, client, pool, since } = sources;
  const started = await workflowStartTimes(client, 'handoff', accepted.size);
  const [captured, judged] = await Promise.all(
    topicNames.map((topic) => sentAt(kafka, topic, since.get(topic) ?? new Map())),
  );
  const giveUpAt = Date.now() + TIMEOUT_MILLISECONDS;
  let transferring = await transferTimes(pool);
  while (transferring.size < accepted.size && Date.now() < giveUpAt) {
    await pause(500);
    transferring = await transferTimes(pool);
  }
  const known = <Key>(from: ReadonlyMap<Key, number> | undefined, key: Key): number => {
    const at = from?.get(key);
    if (at !== undefined) return at;
    throw new Error(`There is no timestamp of ${String(key)}: the lead was lost, or the read was too early`);
  };
  return new Map(
    [...accepted].map(([leadId, at]) => {
      const handoffId = handoffIdOf(leadId, 1);
      return [
        leadId,
        {
          acceptedAt: at,
          capturedAt: known(captured, leadId),
          judgedAt: known(judged, leadId),
          startedAt: known(started, handoffId),
          firstTaskAt: known(transferring, handoffId),
        },
      ];
    }),
  );
}
