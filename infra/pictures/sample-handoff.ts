import { waitFor } from './public-interface.ts';
import type { PublicInterface } from './public-interface.ts';

/** A lead: a request on the website by a person with this name. */
const requestOf = (name: string): object => ({
  name: `${name} Example`,
  source: 'website',
  channel: 'website',
  email: `${name.toLowerCase()}@${name.toLowerCase()}.example`,
  company: { name: `${name}'s Dental Clinic`, industry: 'healthcare', employees: 40 },
  role: 'owner',
  signal: 'request',
});

const callRecord = (reference: string): object => ({ kind: 'call-record', reference });

/** One handoff that goes the way the README shows, from the lead to the SQL. */
export class SampleHandoff {
  readonly #system: PublicInterface;
  #handoffId = '';
  #ownerId = '';

  constructor(system: PublicInterface) {
    this.#system = system;
  }

  get handoffId(): string {
    return this.#handoffId;
  }

  /** Sends the lead and waits until a rep owns it. */
  async begin(name: string): Promise<void> {
    const { leadId } = await this.#system.request<{ leadId: string }>('marina', 'intake', '/leads', requestOf(name));
    this.#handoffId = `handoff-${leadId}-1`;
    this.#ownerId = await waitFor('the handoff has an owner', async () => {
      const path = '/handoffs?open=true';
      const { handoffs } = await this.#system.request<OpenHandoffs>('tatiana', 'handoff', path);
      return handoffs.find(({ handoffId }) => handoffId === this.#handoffId)?.ownerId ?? undefined;
    });
  }

  accept(): Promise<void> {
    return this.#command('accept', {});
  }

  call(outcome: 'no-answer' | 'reached', reference: string): Promise<void> {
    return this.#command('touches', { channel: 'call', outcome, evidence: callRecord(reference) });
  }

  qualify(reference: string): Promise<void> {
    const answers = ['need', 'decision-maker', 'budget'].map((question) => ({
      question,
      answer: 'yes',
      evidence: callRecord(reference),
    }));
    return this.#command('qualify', { answers });
  }

  async #command(name: string, body: object): Promise<void> {
    await this.#system.request(this.#ownerId, 'handoff', `/handoffs/${this.#handoffId}/${name}`, body);
  }
}

interface OpenHandoffs {
  readonly handoffs: readonly { readonly handoffId: string; readonly ownerId: string | null }[];
}
