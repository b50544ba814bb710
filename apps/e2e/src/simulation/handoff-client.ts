import { declineReasons } from '@baton/domain';
import type { QualifyingAnswer } from '@baton/domain';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient, ApiResponse, SeededRandom } from '@baton/testing';
import type { ActionLog } from './action-log.ts';

/** The handoff has ended, so no further command is possible. */
export class HandoffEnded extends Error {}

interface HandoffView {
  stage: string;
  ownerId: string | null;
  leadId: string;
  brokenPromises: string[];
  record: { step: { type: string; askedCriteria?: string[]; promise?: string } }[];
}

/** On a slow machine touches can come so close together that they count once, and too few remain. */
const hasTooFewTouches = ({ status, body }: ApiResponse): boolean =>
  status === 422 && String(body.type).endsWith(':too-few-touches');

const callEvidence = { kind: 'call-record', reference: 'call-0000' } as const;
const MAX_OWNER_CHANGES = 6;
/** How long a lead may wait in the queue for a free slot. */
const QUEUE_TIMEOUT_MILLISECONDS = 120_000;

/** Sends the commands of one handoff as its current owner, over the public API. */
export class HandoffClient {
  readonly handoffId: string;
  readonly random: SeededRandom;
  readonly #client: ApiClient;
  readonly #actions: ActionLog;

  constructor(options: { handoffId: string; random: SeededRandom; client: ApiClient; actions: ActionLog }) {
    this.handoffId = options.handoffId;
    this.random = options.random;
    this.#client = options.client;
    this.#actions = options.actions;
  }

  view(): Promise<HandoffView> {
    return this.#client.read('handoff', `/handoffs/${this.handoffId}`, 'olga') as Promise<HandoffView>;
  }

  /** Waits for a random time. */
  async wait(fromMilliseconds = 300, toMilliseconds = 1500): Promise<void> {
    await pause(this.random.between(fromMilliseconds, toMilliseconds));
  }

  /** Waits until a rep has a free slot for the lead. */
  waitForOwner(): Promise<boolean> {
    return this.waitUntil(({ ownerId }) => ownerId !== null, QUEUE_TIMEOUT_MILLISECONDS);
  }

  /** Waits until this many owners have missed the acceptance. */
  waitForMissedAcceptances(count: number): Promise<boolean> {
    const hasMissed = ({ record }: HandoffView): boolean =>
      record.filter(({ step }) => step.type === 'promise-broken' && step.promise === 'acceptance').length >= count;
    return this.waitUntil(hasMissed, QUEUE_TIMEOUT_MILLISECONDS);
  }

  /** Waits until the handoff has another owner or none. */
  async waitForOwnerChange(): Promise<void> {
    const { ownerId } = await this.view();
    await this.waitUntil((view) => view.ownerId !== ownerId, 30_000);
  }

  async waitUntil(condition: (view: HandoffView) => boolean, withinMilliseconds: number): Promise<boolean> {
    for (const end = Date.now() + withinMilliseconds; Date.now() < end; await pause(1000)) {
      const view = await this.view();
      if (condition(view)) return true;
      if (view.stage === 'ended') throw new HandoffEnded();
    }
    return false;
  }

  open(): Promise<boolean> {
    return this.#sendAsOwner('open');
  }

  accept(): Promise<boolean> {
    return this.#sendAsOwner('accept');
  }

  decline(): Promise<boolean> {
    return this.#sendAsOwner('decline', { reason: this.random.pick(declineReasons) });
  }

  touch(outcome: 'reached' | 'no-answer' | 'voicemail' | 'sent', channel: 'call' | 'email' = 'call'): Promise<boolean> {
    const evidence = this.random.chance(0.8)
      ? {
          kind: channel === 'call' ? 'call-record' : 'message-id',
          reference: `trace-${this.random.between(1000, 9999)}`,
        }
      : { kind: 'note' };
    const text = this.random.chance(0.3) ? { text: 'Asked to be called again later.' } : {};
    return this.#sendAsOwner('touches', { channel, outcome, evidence, ...text });
  }

  note(text: string): Promise<boolean> {
    return this.#sendAsOwner('notes', { text });
  }

  /** Answers every question of the agreement, and every open question of the criteria, with yes. */
  async qualify(): Promise<boolean> {
    const { record } = await this.view();
    const askedCriteria = record.flatMap(({ step }) => (step.type === 'started' ? (step.askedCriteria ?? []) : []));
    const answers: QualifyingAnswer[] = ['need', 'decision-maker', 'budget', ...askedCriteria].map((question) => ({
      question,
      answer: 'yes',
      evidence: callEvidence,
    }));
    return this.#sendAsOwner('qualify', { answers });
  }

  returnLead(
    reason: string,
    proof: { kind: string; reference?: string },
    text?: string,
    answers: object[] = [],
  ): Promise<boolean> {
    const more = { ...(text !== undefined && { text }), ...(answers.length > 0 && { answers }) };
    return this.#sendAsOwner('return', { reason, proof, ...more });
  }

  /** Marketing accepts the return. */
  async acceptReturn(): Promise<void> {
    await this.send('marina', 'return/accept', { disposition: this.random.pick(['nurtured', 'rejected']) });
  }

  /** Marketing contests the return, and the arbiter decides. */
  async dispute(verdict: 'upheld' | 'overturned'): Promise<void> {
    await this.send('marina', 'return/contest', { text: 'The request says how many seats they need.' });
    await this.wait();
    await this.send('arkady', 'return/verdict', { verdict, fault: verdict === 'upheld' ? 'lead' : 'sales' });
  }

  closeUnreachable(): Promise<boolean> {
    return this.#sendAsOwner('close-unreachable');
  }

  /**
   * Waits while the lead is in the queue, and sends the command again as the new owner after a reassignment. Returns false
   * when it was refused.
   */
  async #sendAsOwner(command: string, body?: object): Promise<boolean> {
    for (let owners = 0; owners < MAX_OWNER_CHANGES; owners += 1) {
      const { ownerId, stage } = await this.view();
      if (stage === 'ended') throw new HandoffEnded();
      if (ownerId === null) {
        if (await this.waitForOwner()) continue;
        return false;
      }
      const response = await this.send(ownerId, command, body);
      if (response.status === 200) return true;
      const type = String(response.body.type);
      if (type.endsWith(':handoff-ended')) throw new HandoffEnded();
      if (!type.endsWith(':not-permitted')) return false;
    }
    return false;
  }

  /** Sends the command and records the response. Sometimes sends it twice, as after a lost connection. */
  async send(person: string, command: string, body?: object): Promise<ApiResponse> {
    const headers = { 'idempotency-key': randomUUID() };
    const path = `/handoffs/${this.handoffId}/${command}`;
    const call = { as: person, method: 'POST', headers, ...(body && { body }) } as const;
    const response = await this.#client.callUntilResponse('handoff', path, call);
    if (response.status === 200) {
      this.#actions.recordSteps(this.handoffId, response.body.steps);
      if (this.random.chance(0.05)) await this.#repeat(path, call, response);
    } else if (response.status === 403 || response.status === 409 || hasTooFewTouches(response)) {
      this.#actions.recordRefusal(`${command}: ${String(response.body.type).split(':').at(-1)}`);
    } else {
      this.#actions.recordUnexpected(
        `${command} by ${person} got status ${response.status}: ${response.text.slice(0, 300)}`,
      );
    }
    return response;
  }

  async #repeat(path: string, call: Parameters<ApiClient['callUntilResponse']>[2], first: ApiResponse): Promise<void> {
    const again = await this.#client.callUntilResponse('handoff', path, call);
    if (again.text !== first.text)
      this.#actions.recordUnexpected(`${path} with the same Idempotency-Key got another response`);
  }
}
