import { localClock } from '@baton/domain';
import type { LocalClock, RecordedStep } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import { PgPool } from '@baton/service';
import { HANDOFF_TASK_QUEUE, HANDOFF_WORKFLOW, searchAttributes } from '@baton/workflows';
import type { HandoffInput } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import {
  defineSearchAttributeKey,
  TypedSearchAttributes,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/common';
import type { SearchAttributePair } from '@temporalio/common';
import { AgreementStore } from '../../agreements/agreement-store.ts';
import { readSteps, startedStep } from '../../handoff-row/record-rows.ts';
import type { HandoffIdentity } from '../../handoff-row/record-rows.ts';

/** Starts the workflows of new handoffs, and of open records whose workflow was lost. */
@Injectable()
export class WorkflowStarter {
  readonly #client: Client;
  readonly #pool: PgPool;
  readonly #agreements: AgreementStore;

  constructor(client: Client, pool: PgPool, agreements: AgreementStore) {
    this.#client = client;
    this.#pool = pool;
    this.#agreements = agreements;
  }

  /** @throws WorkflowExecutionAlreadyStartedError if the policy does not let the id be used again. */
  async start(input: HandoffInput, policy: WorkflowIdReusePolicy): Promise<void> {
    const { handoffId, judged, agreementVersion } = input;
    const channel = judged.lead.channel ?? 'an unknown channel';
    await this.#client.workflow.start(HANDOFF_WORKFLOW, {
      taskQueue: HANDOFF_TASK_QUEUE,
      workflowId: handoffId,
      workflowIdReusePolicy: policy,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
      args: [{ ...input, ...(await this.#localClock(agreementVersion)) }],
      staticSummary: `Lead by ${channel} from ${judged.lead.source}, score ${judged.score}`,
      staticDetails: `Judged under agreement version ${agreementVersion}. The record in PostgreSQL and the events on Kafka hold the same steps as this history.`,
      typedSearchAttributes: new TypedSearchAttributes(initialSearchAttributes(input)),
    });
  }

  /** The clock of the agreement's zone. The start does not wait for an agreement that is missing: times are then in UTC. */
  async #localClock(agreementVersion: number): Promise<{ localClock?: LocalClock }> {
    const published = await this.#agreements.find(agreementVersion);
    return published ? { localClock: localClock(published.agreement.calendar.zone, new Date().toISOString()) } : {};
  }

  /**
   * Starts a workflow for an open record that has none. It reads the record and sets its timers from it. By default a
   * workflow that failed or was terminated counts as lost, but a completed one does not: it had an ending that the record
   * does not contain.
   * @returns whether a workflow was started.
   */
  async restartFromRecord(
    handoffId: string,
    policy: WorkflowIdReusePolicy = WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
  ): Promise<boolean> {
    const on = sqlExecutorOf(this.#pool);
    const [row] = await on.query<(HandoffIdentity & { teamId: string | null })[]>(
      `SELECT handoff_id AS "handoffId", lead_id AS "leadId", handoff_number AS "handoffNumber",
         agreement_version AS "agreementVersion", team_id AS "teamId"
       FROM handoff.handoff WHERE handoff_id = $1 AND stage <> 'ended'`,
      [handoffId],
    );
    const [first] = row ? await readSteps(on, handoffId, 0, 1) : [];
    if (!row || !first) return false;
    try {
      await this.start(inputFromRecord(row, first), policy);
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }
}

/** The input that the handoff started with, but with its current team: the team matters only for a new handoff. */
function inputFromRecord(row: HandoffIdentity & { teamId: string | null }, first: RecordedStep): HandoffInput {
  const { handoffId, leadId, handoffNumber, agreementVersion } = row;
  const { createdBy, lead, answers, askedCriteria, score, signalReceivedAt, resumes } = startedStep(handoffId, first);
  if (first.cause.kind !== 'message') throw new Error(`Handoff ${handoffId}: no message caused its first step`);
  return {
    handoffId,
    leadId,
    handoffNumber,
    agreementVersion,
    teamId: row.teamId ?? '',
    messageId: first.cause.id,
    judged: { createdBy, lead, answers, askedCriteria, score, signalReceivedAt, ...(resumes && { resumes }) },
  };
}

/** The search attributes that never change. */
function initialSearchAttributes({ judged, agreementVersion }: HandoffInput): SearchAttributePair[] {
  const { channel, agreementVersion: version } = searchAttributes;
  return [
    { key: defineSearchAttributeKey(version.name, version.type), value: agreementVersion },
    ...(judged.lead.channel
      ? [{ key: defineSearchAttributeKey(channel.name, channel.type), value: judged.lead.channel }]
      : []),
  ];
}
