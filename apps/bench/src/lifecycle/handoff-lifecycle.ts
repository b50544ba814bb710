import { commandTerms, defaultAgreement, localClock } from '@baton/domain';
import type { CommandActor, HandoffCommand, JudgedLead } from '@baton/domain';
import { handoffIdOf, HANDOFF_TASK_QUEUE, HANDOFF_WORKFLOW, searchAttributes } from '@baton/workflows';
import type { CommandRequest, HandoffInput } from '@baton/workflows';
import type { Client } from '@temporalio/client';
import {
  defineSearchAttributeKey,
  TypedSearchAttributes,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/common';
import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Lifecycle } from './lifecycle.ts';

const TEAM_ID = 'sales';
const CHANNEL = 'paid search';
const sqlQuestions = defaultAgreement.criteria.sql.map(({ id }) => id);
const evidence = { kind: 'call-record', reference: 'call-17' } as const;

export const accept: HandoffCommand = { type: 'accept' };
export const reachedTouch: HandoffCommand = {
  type: 'touch',
  channel: 'call',
  direction: 'outbound',
  outcome: 'reached',
  evidence,
};
export const qualify: HandoffCommand = {
  type: 'qualify',
  answers: sqlQuestions.map((question) => ({ question, answer: 'yes', evidence })),
};
const happyCommands: readonly HandoffCommand[] = [accept, reachedTouch, qualify];

/** A lead of the load generator as scoring judges it. */
export function judgedLead(): JudgedLead {
  const now = new Date().toISOString();
  return {
    lead: {
      source: 'bench',
      channel: CHANNEL,
      industry: 'software',
      employees: 80,
      role: 'owner',
      country: 'US',
      reachableBy: ['phone', 'email'],
      flags: [],
      consent: true,
      signals: [{ signalId: 'signal-1', kind: 'request', receivedAt: now, channel: CHANNEL }],
    },
    answers: [],
    askedCriteria: [],
    score: 62,
    createdBy: 'bench',
    signalReceivedAt: now,
  };
}

export function handoffInput(agreementVersion = 1): HandoffInput {
  const leadId = randomUUID();
  return {
    handoffId: handoffIdOf(leadId, 1),
    leadId,
    handoffNumber: 1,
    agreementVersion,
    teamId: TEAM_ID,
    judged: judgedLead(),
    messageId: `judged/${leadId}/signal-1`,
    localClock: localClock(defaultAgreement.calendar.zone, new Date().toISOString()),
  };
}

export const repActor = (ownerId: string): CommandActor => ({
  id: ownerId,
  kind: 'person',
  roles: ['rep'],
  teamId: TEAM_ID,
});

/** A command as the handoff service sends it to the workflow. */
export function commandRequest(command: HandoffCommand, actor: CommandActor): CommandRequest {
  const key = createHash('sha256').update(randomUUID()).digest('hex');
  const bodyHash = createHash('sha256').update(JSON.stringify(command)).digest('hex');
  return {
    command,
    actor,
    receivedAt: new Date().toISOString(),
    key,
    bodyHash,
    terms: commandTerms(defaultAgreement, command),
  };
}

export const happyUpdates = (ownerId: string): ReturnType<Lifecycle['commands']> =>
  happyCommands.map((command) => () => {
    const argument = commandRequest(command, repActor(ownerId));
    return { update: command.type, updateId: argument.key, argument };
  });

/** Starts a handoff as the consumer of the handoff service does. */
export async function startHandoff(client: Client, input: HandoffInput): Promise<string> {
  const { agreementVersion, handoffId: workflowId, judged } = input;
  const { agreementVersion: version, channel } = searchAttributes;
  await client.workflow.start(HANDOFF_WORKFLOW, {
    taskQueue: HANDOFF_TASK_QUEUE,
    workflowId,
    workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
    args: [input],
    staticSummary: `Lead by ${CHANNEL} from ${judged.lead.source}, score ${judged.score}`,
    staticDetails: `Judged under agreement version ${agreementVersion}. The record in PostgreSQL and the events on Kafka hold the same steps as this history.`,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: defineSearchAttributeKey(version.name, version.type), value: agreementVersion },
      { key: defineSearchAttributeKey(channel.name, channel.type), value: CHANNEL },
    ]),
  });
  return workflowId;
}

/** Baton's handoffs, started and driven as the handoff service does. */
export class HandoffLifecycle implements Lifecycle {
  readonly name: string;
  readonly #pool: pg.Pool;
  readonly #agreementVersion: number | undefined;

  constructor(pool: pg.Pool, name = 'handoff', agreementVersion?: number) {
    this.#pool = pool;
    this.name = name;
    this.#agreementVersion = agreementVersion;
  }

  start(client: Client): Promise<string> {
    return startHandoff(client, handoffInput(this.#agreementVersion));
  }

  /** Reads the owners from the rows of handoffs. */
  async owners(workflowIds: readonly string[]): Promise<Map<string, string>> {
    const { rows } = await this.#pool.query<{ handoff_id: string; owner_id: string }>(
      'SELECT handoff_id, owner_id FROM handoff.handoff WHERE handoff_id = ANY ($1) AND owner_id IS NOT NULL',
      [workflowIds],
    );
    return new Map(rows.map(({ handoff_id: id, owner_id: ownerId }) => [id, ownerId]));
  }

  commands(ownerId: string): ReturnType<Lifecycle['commands']> {
    return happyUpdates(ownerId);
  }
}
