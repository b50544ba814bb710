import { declineReasons, returnDispositions } from '@baton/domain';
import type { QualifyingAnswer } from '@baton/domain';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient, ApiResponse, SeededRandom } from '@baton/testing';
import type { ActionLog } from './action-log.ts';

/** The handoff has ended meanwhile, so that nothing more can be done in it. */
export class HandoffEnded extends Error {}

interface HandoffView {
  stage: string;
  ownerId: string | null;
  leadId: string;
  brokenPromises: string[];
  record: { step: { type: string; askedCriteria?: string[]; reason?: string } }[];
}

/** Attempts that a slow machine took close together count once, so that some can be missing. */
const hasTooFewTouches = ({ status, body }: ApiResponse): boolean =>
  status === 422 && String(body.type).endsWith(':too-few-touches');

const callEvidence = { kind: 'call-record', reference: 'call-0000' } as const;
const MAX_OWNER_CHANGES = 6;

/** One handoff as sales sees it: commands are given by whoever owns it, over the public interface. */
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

  /** Somebody takes their time. */
  async wait(fromMilliseconds = 300, toMilliseconds = 1500): Promise<void> {
    await pause(this.random.between(fromMilliseconds, toMilliseconds));
  }

  /** Waits until somebody else, or nobody, owns it. */
  async waitForOwnerChange(): Promise<void> {
    const { ownerId } = await this.view();
    await this.waitUntil((view) => view.ownerId !== ownerId, 30_000);
  }

  async waitUntil(isSo: (view: HandoffView) => boolean, withinMilliseconds: number): Promise<boolean> {
    for (const end = Date.now() + withinMilliseconds; Date.now() < end; await pause(1000)) {
      const view = await this.view();
      if (isSo(view)) return true;
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
    const text = this.random.chance(0.3) ? { text: 'Said to have somebody at the door.' } : {};
    return this.#sendAsOwner('touches', { channel, outcome, evidence, ...text });
  }

  note(text: string): Promise<boolean> {
    return this.#sendAsOwner('notes', { text });
  }

  /** A yes to each question of the agreement and to each that the criteria left open. */
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

  /** Marketing takes the lead back. */
  async acceptReturn(): Promise<void> {
    await this.send('marina', 'return/accept', { disposition: this.random.pick(returnDispositions) });
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

  /** False when the command was refused for good; a refusal because it was passed on is repeated by who owns it now. */
  async #sendAsOwner(command: string, body?: object): Promise<boolean> {
    for (let owners = 0; owners < MAX_OWNER_CHANGES; owners += 1) {
      const { ownerId, stage } = await this.view();
      if (stage === 'ended') throw new HandoffEnded();
      if (ownerId === null) return false;
      const answer = await this.send(ownerId, command, body);
      if (answer.status === 200) return true;
      const type = String(answer.body.type);
      if (type.endsWith(':handoff-ended')) throw new HandoffEnded();
      if (!type.endsWith(':not-permitted')) return false;
    }
    return false;
  }

  /** Gives the command and keeps what was answered; now and then twice, as a careful client does. */
  async send(person: string, command: string, body?: object): Promise<ApiResponse> {
    const headers = { 'idempotency-key': randomUUID() };
    const path = `/handoffs/${this.handoffId}/${command}`;
    const call = { as: person, method: 'POST', headers, ...(body && { body }) } as const;
    const answer = await this.#client.callUntilAnswered('handoff', path, call);
    if (answer.status === 200) {
      this.#actions.recordSteps(this.handoffId, answer.body.steps);
      if (this.random.chance(0.05)) await this.#repeat(path, call, answer);
    } else if (answer.status === 403 || answer.status === 409 || hasTooFewTouches(answer)) {
      this.#actions.recordRefusal(`${command}: ${String(answer.body.type).split(':').at(-1)}`);
    } else {
      this.#actions.recordUnexpected(
        `${command} by ${person} was answered ${answer.status}: ${answer.text.slice(0, 300)}`,
      );
    }
    return answer;
  }

  async #repeat(path: string, call: Parameters<ApiClient['callUntilAnswered']>[2], first: ApiResponse): Promise<void> {
    const again = await this.#client.callUntilAnswered('handoff', path, call);
    if (again.text !== first.text)
      this.#actions.recordUnexpected(`${path} with the same Idempotency-Key: another answer`);
  }
}
