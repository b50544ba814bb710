import { leadJudged } from '@baton/contracts';
import type { LeadJudged } from '@baton/contracts';
import { contractReader, effectSubscription } from '@baton/messaging';
import type { AnySubscription, ContractEvent } from '@baton/messaging';
import { handoffIdOf, HEARD_SIGNAL } from '@baton/workflows';
import type { CommandRequest, HandoffBeginning } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { WorkflowIdReusePolicy } from '@temporalio/common';
import { Teams } from '../routing/teams.ts';
import { HandoffRuns } from './handoff-runs.ts';
import { ImportedHandoffs } from './imported-handoffs.ts';

/** Starts one workflow for each MQL. A duplicate meets the id that exists, also after the workflow has closed. */
@Injectable()
export class JudgedConsumer {
  readonly #client: Client;
  readonly #teams: Teams;
  readonly #imported: ImportedHandoffs;
  readonly #runs: HandoffRuns;

  constructor(client: Client, runs: HandoffRuns, teams: Teams, imported: ImportedHandoffs) {
    this.#client = client;
    this.#runs = runs;
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
    // Its workflow may be lost while its record is open: then this is no beginning, but another sign of interest.
    if (await this.#runs.beginAgain(beginning.handoffId)) return this.#hear(beginning, signalId);
    try {
      await this.#runs.begin(beginning, WorkflowIdReusePolicy.REJECT_DUPLICATE);
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
      await this.#client.workflow.getHandle(handoffId).signal<[CommandRequest]>(HEARD_SIGNAL, request);
    } catch (error) {
      // It has ended meanwhile: its record tells scoring that it does not hold the signal, which is judged anew.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
}
