import { leadJudged } from '@baton/contracts';
import type { LeadJudged } from '@baton/contracts';
import { contractReader, DependencyUnavailable, idempotentSubscription } from '@baton/messaging';
import type { AnySubscription, ContractEvent } from '@baton/messaging';
import { handoffIdOf, SIGNAL_RECEIVED_SIGNAL } from '@baton/workflows';
import type { CommandRequest, HandoffInput } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { WorkflowIdReusePolicy } from '@temporalio/common';
import { Teams } from '../../staff/teams.ts';
import { ContactEnds } from './contact-ends.ts';
import { ImportedHandoffs } from './imported-handoffs.ts';
import { endPostponement } from './postponement-workflows.ts';
import { isMalformedStart } from './malformed-start.ts';
import { WorkflowStarter } from './workflow-starter.ts';

/** Starts one workflow for each MQL. A duplicate finds the id in use, even after the workflow has completed. */
@Injectable()
export class LeadJudgedConsumer {
  readonly #client: Client;
  readonly #teams: Teams;
  readonly #imported: ImportedHandoffs;
  readonly #starter: WorkflowStarter;
  readonly #contactEnds: ContactEnds;

  constructor(
    client: Client,
    starter: WorkflowStarter,
    teams: Teams,
    imported: ImportedHandoffs,
    contactEnds: ContactEnds,
  ) {
    this.#client = client;
    this.#starter = starter;
    this.#contactEnds = contactEnds;
    this.#teams = teams;
    this.#imported = imported;
  }

  subscription(): AnySubscription {
    return idempotentSubscription({
      topic: leadJudged.topic,
      read: contractReader(leadJudged),
      ordered: false,
      idOf: ({ id }: ContractEvent<LeadJudged>) => id,
      handle: ({ id, data }: ContractEvent<LeadJudged>) => this.#handle(id, data),
    });
  }

  async #handle(messageId: string, judged: LeadJudged): Promise<void> {
    const { verdict, handoffNumber, leadId, importedHistory, withinHandoff } = judged;
    // Sales has the lead, so the verdict on a further signal changes nothing, and the signal is still passed on.
    if (verdict !== 'mql' && withinHandoff !== undefined)
      return this.#signalHandoff(handoffIdOf(leadId, withinHandoff), messageId, judged, judged.signalId);
    if (verdict !== 'mql' || handoffNumber === undefined) return;
    const identity = {
      handoffId: handoffIdOf(leadId, handoffNumber),
      leadId,
      handoffNumber,
      agreementVersion: judged.agreementVersion,
    };
    if (importedHistory) return this.#imported.save(identity, messageId, judged.lead, importedHistory);
    const { createdBy, lead, answers, askedCriteria, score, signalReceivedAt, resumes } = judged;
    await this.#start(
      {
        ...identity,
        teamId: await this.#teams.defaultTeamId(),
        judged: {
          createdBy,
          lead,
          answers,
          askedCriteria,
          score: score.points,
          signalReceivedAt,
          ...(resumes && { resumes }),
        },
        messageId,
      },
      judged.signalId,
    );
    await this.#contactEnds.closeIfEnded(identity.handoffId, leadId);
    if (resumes) await endPostponement(this.#client, handoffIdOf(leadId, resumes.handoffNumber));
  }

  async #start(input: HandoffInput, signalId: string): Promise<void> {
    // If the workflow of an open record was lost, this is a new signal for it, not a new handoff.
    if (await this.#starter.restartFromRecord(input.handoffId))
      return this.#signalHandoff(input.handoffId, input.messageId, input.judged, signalId);
    try {
      await this.#starter.start(input, WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      if (await isMalformedStart(this.#client, input.handoffId))
        throw new DependencyUnavailable('a malformed start has the id of the handoff until a worker fails it');
      await this.#signalHandoff(input.handoffId, input.messageId, input.judged, signalId);
    }
  }

  /** Adds the signal to an open handoff. The workflow ignores it if this event has started it. */
  async #signalHandoff(
    handoffId: string,
    messageId: string,
    judged: Pick<LeadJudged, 'lead' | 'signalReceivedAt' | 'resumes'>,
    signalId: string,
  ): Promise<void> {
    // On its date a lead comes back without a new signal.
    if (judged.resumes?.cause === 'date') return;
    const leadSignal = judged.lead.signals.find((each) => each.signalId === signalId);
    if (!leadSignal) return;
    const request: CommandRequest = {
      command: { type: 'add-signal', signalId, signal: leadSignal.kind },
      actor: { id: 'scoring', kind: 'integration', roles: ['integration'] },
      receivedAt: judged.signalReceivedAt,
      terms: {},
      key: messageId,
      bodyHash: signalId,
    };
    try {
      await this.#client.workflow.getHandle(handoffId).signal<[CommandRequest]>(SIGNAL_RECEIVED_SIGNAL, request);
    } catch (error) {
      // The handoff has ended in the meantime. Scoring sees from its record that the signal is missing, and judges it again.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
}
