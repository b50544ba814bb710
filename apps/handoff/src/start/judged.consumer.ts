import { leadJudged, type LeadJudged } from '@baton/contracts';
import { contractReader, effectSubscription, type AnySubscription, type ContractEvent } from '@baton/messaging';
import { handoffIdOf, handoffQueue, handoffWorkflow, searchAttributes, type HandoffBeginning } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import {
  defineSearchAttributeKey,
  TypedSearchAttributes,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type SearchAttributePair,
} from '@temporalio/common';
import { Teams } from '../routing/teams.ts';
import { ImportedHandoffs } from './imported-handoffs.ts';

/** Starts one workflow for each MQL. A duplicate meets the id that exists, also after the workflow has closed. */
@Injectable()
export class JudgedConsumer {
  readonly #client: Client;
  readonly #teams: Teams;
  readonly #imported: ImportedHandoffs;

  constructor(client: Client, teams: Teams, imported: ImportedHandoffs) {
    this.#client = client;
    this.#teams = teams;
    this.#imported = imported;
  }

  subscription(): AnySubscription {
    return effectSubscription({
      topic: leadJudged.topic,
      read: contractReader(leadJudged),
      ordered: false,
      idOf: ({ id }: ContractEvent<LeadJudged>) => id,
      handle: ({ id, data }: ContractEvent<LeadJudged>) => this.#take(id, data),
    });
  }

  async #take(messageId: string, judged: LeadJudged): Promise<void> {
    const { verdict, handoffNumber, leadId, imported } = judged;
    if (verdict !== 'mql' || handoffNumber === undefined) return;
    const identity = {
      handoffId: handoffIdOf(leadId, handoffNumber),
      leadId,
      handoffNumber,
      agreementVersion: judged.agreementVersion,
    };
    if (imported) return this.#imported.record(identity, messageId, judged.lead, imported);
    const { createdBy, lead, answers, asked, score, signalReceivedAt } = judged;
    await this.#start({
      ...identity,
      teamId: await this.#teams.first(),
      judged: { createdBy, lead, answers, asked, score: score.points, signalReceivedAt },
      messageId,
    });
  }

  async #start(beginning: HandoffBeginning): Promise<void> {
    const { handoffId, judged, agreementVersion } = beginning;
    const by = judged.lead.channel ?? 'an unknown channel';
    try {
      await this.#client.workflow.start(handoffWorkflow, {
        taskQueue: handoffQueue,
        workflowId: handoffId,
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
        args: [beginning],
        staticSummary: `Lead by ${by} from ${judged.lead.source}, score ${judged.score}`,
        staticDetails: `Judged under agreement version ${agreementVersion}. The record in PostgreSQL, the events on Kafka and this history tell the same story.`,
        typedSearchAttributes: new TypedSearchAttributes(attributesOf(beginning)),
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }
}

/** What never changes in a handoff's life. */
function attributesOf({ judged, agreementVersion }: HandoffBeginning): SearchAttributePair[] {
  const { channel, agreementVersion: version } = searchAttributes;
  return [
    { key: defineSearchAttributeKey(version.name, version.type), value: agreementVersion },
    ...(judged.lead.channel
      ? [{ key: defineSearchAttributeKey(channel.name, channel.type), value: judged.lead.channel }]
      : []),
  ];
}
