import { leadJudged, type LeadJudged } from '@baton/contracts';
import { contractReader, effectSubscription, type AnySubscription, type ContractEvent } from '@baton/messaging';
import {
  handoffIdOf,
  handoffQueue,
  handoffWorkflow,
  heardSignal,
  searchAttributes,
  type CommandRequest,
  type HandoffBeginning,
} from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
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
    await this.#start(
      {
        ...identity,
        teamId: await this.#teams.first(),
        judged: { createdBy, lead, answers, asked, score: score.points, signalReceivedAt },
        messageId,
      },
      judged.signalId,
    );
  }

  async #start(beginning: HandoffBeginning, signalId: string): Promise<void> {
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
      await this.#hear(beginning, signalId);
    }
  }

  /** The handoff is open already: another sign of interest, unless this very event has begun it. */
  async #hear({ handoffId, messageId, judged }: HandoffBeginning, signalId: string): Promise<void> {
    const signal = judged.lead.signals.find((each) => each.signalId === signalId);
    if (!signal) return;
    const request: CommandRequest = {
      command: { type: 'add-signal', signalId, signal: signal.kind },
      actor: { id: 'scoring', kind: 'integration', roles: ['integration'] },
      receivedAt: judged.signalReceivedAt,
      agreed: {},
      key: messageId,
      bodyHash: signalId,
    };
    try {
      await this.#client.workflow.getHandle(handoffId).signal<[CommandRequest]>(heardSignal, request);
    } catch (error) {
      // It has ended meanwhile: scoring hears of the end, and judges the signal anew.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
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
