import { topics } from '@baton/contracts';
import { servicesNotReady, requiredEnvironment, waitUntil } from '@baton/testing';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { fittingLead, WholeSystem } from '../spec/whole-system.ts';
import { Databases } from './service-databases.ts';
import { Processes } from './processes.ts';

const waitOptions = { withinMilliseconds: 120_000, everyMilliseconds: 250 };
const SOURCE = 'journey-lost-kafka';

const newLead = () => fittingLead(SOURCE);

describe('the loss of all data in Kafka', () => {
  const stateFile = requiredEnvironment('TEST_STATE_FILE');
  const system = new WholeSystem();
  const processes = new Processes(stateFile);
  const client = new pg.Client({ connectionString: requiredEnvironment('TEST_POSTGRES_URL') });
  const databases = new Databases(client);
  beforeAll(() => client.connect());
  afterAll(() => client.end());

  /** Replaces Kafka with an empty one, as after the loss of its disks. */
  async function loseKafka(): Promise<void> {
    const admin = system.kafka.admin();
    await admin.connect();
    const { topics: before } = await admin.fetchTopicMetadata();
    await admin.disconnect();
    const resume = await processes.takeDown('kafka');
    const disks = join(dirname(stateFile), 'kafka', 'log');
    const keptFiles = ['meta.properties', 'bootstrap.checkpoint'];
    for (const name of readdirSync(disks)) {
      if (!keptFiles.includes(name)) rmSync(join(disks, name), { recursive: true });
    }
    resume();
    await waitUntil(() => createTopics(before), { ...waitOptions, what: 'the empty Kafka has its topics' });
  }

  async function createTopics(before: { name: string; partitions: unknown[] }[]): Promise<boolean> {
    const admin = system.kafka.admin({ retry: { retries: 0 } });
    try {
      await admin.connect();
      expect((await admin.listTopics()).filter((name) => name.startsWith('baton.'))).toEqual([]);
      const batonTopics = before.filter(({ name }) => name.startsWith('baton.'));
      await admin.createTopics({
        topics: batonTopics.map(({ name, partitions }) => ({ topic: name, numPartitions: partitions.length })),
      });
      return true;
    } catch (error) {
      if ((error as { name?: string }).name?.startsWith('Kafka')) return false;
      throw error;
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }

  it('leads in transit still arrive, exactly once', async () => {
    const earlier = await system.submitLead(newLead());
    const { handoffId, owner } = await system.waitForOwner(earlier);
    const deadBefore = await databases.deadLetters();

    const resumeHandoff = processes.freeze('handoff');
    const inTransit = await system.submitLead(newLead());
    const isJudgedAndSent = async (): Promise<boolean> => {
      const { rows } = await client.query('SELECT FROM scoring.sent_message WHERE topic = $1 AND key = $2', [
        topics.judgedLeads.name,
        inTransit,
      ]);
      return rows.length === 1;
    };
    await waitUntil(isJudgedAndSent, { ...waitOptions, what: 'the verdict was sent but not consumed' });
    const losing = loseKafka();
    const meanwhile = await system.submitLead(newLead());
    await losing.finally(resumeHandoff);
    await waitUntil(async () => (await servicesNotReady(system.addresses)).length === 0, {
      ...waitOptions,
      what: 'all services are ready again',
    });

    await system.waitForOwner(inTransit);
    await system.waitForOwner(meanwhile);
    await system.command(owner, handoffId, 'accept');
    const leadIds = [earlier, inTransit, meanwhile];
    const seenEverywhere = async (): Promise<boolean> => {
      const [record, reported] = await Promise.all([databases.record(leadIds), databases.reported(leadIds)]);
      const lengths = (steps: Map<string, unknown[]>) => [...steps].map(([id, each]) => `${id} ${each.length}`).sort();
      const { leadStatus } = await system.lead(earlier);
      return leadStatus.stage === 'awaiting-first-contact' && String(lengths(record)) === String(lengths(reported));
    };
    await waitUntil(seenEverywhere, { ...waitOptions, what: 'intake and reporting have every step of the record' });
    expect(await databases.handoffs(leadIds)).toHaveLength(3);
    expect(await databases.deadLetters()).toBe(deadBefore);
  }, 300_000);
});
