import { SeededRandom } from '@baton/testing';

/** `unique`: every lead is another person. `realistic`: some people send several leads, and some requests are repeated. */
export type LeadMix = 'unique' | 'realistic';

export interface LeadRequest {
  key: string;
  body: string;
  /** An earlier request, sent again with the same Idempotency-Key. */
  isRepeated: boolean;
}

/** Shares of the requests of the realistic mix. */
export const realisticShares = { knownPerson: 0.2, repeated: 0.05 } as const;

const RECENT_LIMIT = 500;

/** Leads of synthetic people. No two series have a person in common. */
export class LeadStream {
  readonly #mix: LeadMix;
  readonly #series: number;
  readonly #random: SeededRandom;
  readonly #recent: LeadRequest[] = [];
  #people = 0;
  #requests = 0;

  constructor(mix: LeadMix, series: number) {
    this.#mix = mix;
    this.#series = series;
    this.#random = new SeededRandom(series);
  }

  next(): LeadRequest {
    if (this.#mix === 'realistic' && this.#people > RECENT_LIMIT) {
      if (this.#random.chance(realisticShares.repeated)) {
        return { ...this.#random.pick(this.#recent), isRepeated: true };
      }
      if (this.#random.chance(realisticShares.knownPerson)) {
        return this.#request(this.#people - this.#random.between(1, RECENT_LIMIT), 'demo');
      }
    }
    this.#people += 1;
    return this.#request(this.#people, 'request');
  }

  #request(person: number, signal: 'request' | 'demo'): LeadRequest {
    this.#requests += 1;
    const key = `bench-${this.#series}-${this.#requests}`;
    const made = { key, body: leadBody(this.#series, person, signal), isRepeated: false };
    if (this.#mix === 'realistic') this.#recent[this.#requests % RECENT_LIMIT] = made;
    return made;
  }
}

/** A lead that meets the default criteria. */
export function leadBody(series: number, person: number, signal: 'request' | 'demo'): string {
  const line = String(person % 10_000).padStart(4, '0');
  const area = 200 + ((series * 37 + Math.floor(person / 10_000)) % 800);
  return JSON.stringify({
    name: `Person ${series} ${person}`,
    email: `person.${series}.${person}@example.com`,
    phone: `+1 ${area} 555 ${line}`,
    source: 'bench',
    channel: 'paid search',
    company: { name: `Company ${series} ${person}`, industry: 'software', employees: 80 },
    role: 'owner',
    country: 'US',
    consent: true,
    signal,
    message: 'Please call about a demonstration next week.',
  });
}
