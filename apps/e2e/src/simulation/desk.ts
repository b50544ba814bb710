import type { QualifyingAnswer } from '@baton/domain';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Outside } from '../system/outside.ts';
import type { Book } from './book.ts';
import type { Chance } from './chance.ts';

/** The handoff has ended meanwhile, so that nothing more can be done in it. */
export class Over extends Error {}

interface View {
  stage: string;
  ownerId: string | null;
  leadId: string;
  brokenPromises: string[];
  record: { step: { type: string; asked?: string[]; why?: string } }[];
}

/** Attempts that a slow machine took close together count once, so that some can be missing. */
const isTooEarly = ({ status, body }: Answer): boolean =>
  status === 422 && String(body.type).endsWith(':not-enough-touches');

const aCall = { kind: 'call-record', reference: 'call-0000' } as const;
const MOST_OWNERS = 6;

/** One handoff as sales sees it: commands are given by whoever owns it, over the public interface. */
export class Desk {
  readonly handoffId: string;
  readonly chance: Chance;
  readonly #outside: Outside;
  readonly #book: Book;

  constructor(options: { handoffId: string; chance: Chance; outside: Outside; book: Book }) {
    this.handoffId = options.handoffId;
    this.chance = options.chance;
    this.#outside = options.outside;
    this.#book = options.book;
  }

  view(): Promise<View> {
    return this.#outside.read('handoff', `/handoffs/${this.handoffId}`, 'olga') as Promise<View>;
  }

  /** Somebody takes their time. */
  async takeTime(fromMilliseconds = 300, toMilliseconds = 1500): Promise<void> {
    await pause(this.chance.between(fromMilliseconds, toMilliseconds));
  }

  /** Waits until somebody else, or nobody, owns it. */
  async untilPassedOn(): Promise<void> {
    const { ownerId } = await this.view();
    await this.until((view) => view.ownerId !== ownerId, 30_000);
  }

  async until(isSo: (view: View) => boolean, withinMilliseconds: number): Promise<boolean> {
    for (const end = Date.now() + withinMilliseconds; Date.now() < end; await pause(1000)) {
      const view = await this.view();
      if (isSo(view)) return true;
      if (view.stage === 'ended') throw new Over();
    }
    return false;
  }

  open(): Promise<boolean> {
    return this.#asOwner('open');
  }

  accept(): Promise<boolean> {
    return this.#asOwner('accept');
  }

  decline(): Promise<boolean> {
    return this.#asOwner('decline', { reason: this.chance.pick(['capacity', 'conflict', 'routing']) });
  }

  touch(outcome: 'reached' | 'no-answer' | 'voicemail' | 'sent', channel: 'call' | 'email' = 'call'): Promise<boolean> {
    const evidence = this.chance.happens(0.8)
      ? {
          kind: channel === 'call' ? 'call-record' : 'message-id',
          reference: `trace-${this.chance.between(1000, 9999)}`,
        }
      : { kind: 'note' };
    const text = this.chance.happens(0.3) ? { text: 'Said to have somebody at the door.' } : {};
    return this.#asOwner('touches', { channel, outcome, evidence, ...text });
  }

  note(text: string): Promise<boolean> {
    return this.#asOwner('notes', { text });
  }

  /** A yes to each question of the agreement and to each that the criteria left open. */
  async qualify(): Promise<boolean> {
    const { record } = await this.view();
    const asked = record.flatMap(({ step }) => (step.type === 'started' ? (step.asked ?? []) : []));
    const answers: QualifyingAnswer[] = ['need', 'decision-maker', 'budget', ...asked].map((question) => ({
      question,
      answer: 'yes',
      evidence: aCall,
    }));
    return this.#asOwner('qualify', { answers });
  }

  giveBack(
    reason: string,
    proof: { kind: string; reference?: string },
    text?: string,
    answers: object[] = [],
  ): Promise<boolean> {
    const more = { ...(text !== undefined && { text }), ...(answers.length > 0 && { answers }) };
    return this.#asOwner('return', { reason, proof, ...more });
  }

  /** Marketing takes the lead back. */
  async acceptReturn(): Promise<void> {
    await this.give('marina', 'return/accept', { lead: this.chance.pick(['nurtured', 'rejected']) });
  }

  /** Marketing contests the return, and the arbiter decides. */
  async dispute(verdict: 'upheld' | 'overturned'): Promise<void> {
    await this.give('marina', 'return/contest', { text: 'The request says how many seats they need.' });
    await this.takeTime();
    await this.give('arkady', 'return/verdict', { verdict, fault: verdict === 'upheld' ? 'lead' : 'sales' });
  }

  closeUnreachable(): Promise<boolean> {
    return this.#asOwner('close-unreachable');
  }

  /** False when the command was refused for good; a refusal because it was passed on is repeated by who owns it now. */
  async #asOwner(command: string, body?: object): Promise<boolean> {
    for (let owners = 0; owners < MOST_OWNERS; owners += 1) {
      const { ownerId, stage } = await this.view();
      if (stage === 'ended') throw new Over();
      if (ownerId === null) return false;
      const answer = await this.give(ownerId, command, body);
      if (answer.status === 200) return true;
      const type = String(answer.body.type);
      if (type.endsWith(':handoff-ended')) throw new Over();
      if (!type.endsWith(':not-yours')) return false;
    }
    return false;
  }

  /** Gives the command and keeps what was answered; now and then twice, as a careful client does. */
  async give(person: string, command: string, body?: object): Promise<Answer> {
    const headers = { 'idempotency-key': randomUUID() };
    const path = `/handoffs/${this.handoffId}/${command}`;
    const call = { as: person, method: 'POST', headers, ...(body && { body }) } as const;
    const answer = await this.#outside.insist('handoff', path, call);
    if (answer.status === 200) {
      this.#book.answered(this.handoffId, answer.body.steps);
      if (this.chance.happens(0.05)) await this.#repeat(path, call, answer);
    } else if (answer.status === 403 || answer.status === 409 || isTooEarly(answer)) {
      this.#book.refused(`${command}: ${String(answer.body.type).split(':').at(-1)}`);
    } else {
      this.#book.complain(`${command} by ${person} was answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    }
    return answer;
  }

  async #repeat(path: string, call: Parameters<Outside['insist']>[2], first: Answer): Promise<void> {
    const again = await this.#outside.insist('handoff', path, call);
    if (again.text !== first.text) this.#book.complain(`${path} with the same Idempotency-Key: another answer`);
  }
}
