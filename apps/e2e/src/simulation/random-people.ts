import type { InboundLead } from '@baton/contracts';
import type { ChannelMix } from './channels.ts';
import type { SeededRandom } from '@baton/testing';
import { SIMULATION_SOURCE } from './short-agreement.ts';

const firstNames = [
  'Alba',
  'Bruno',
  'Celia',
  'Dario',
  'Elsa',
  'Fedor',
  'Greta',
  'Hugo',
  'Irina',
  'Jonas',
  'Katya',
  'Luis',
];
const lastNames = ['Arden', 'Bellini', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'Gomes', 'Hansen', 'Ivanova', 'Jansen'];
const industries = ['software', 'healthcare', 'logistics', 'retail', 'education'];
const roles = ['owner', 'director', 'head of sales', 'marketing manager'];

/** The kind of lead, which decides its verdict by the default criteria. */
export type Quality = 'fitting' | 'unknown-profile' | 'content-only' | 'student' | 'bot';

/** The defect of an invalid lead. */
export type Defect = 'no-contact' | 'no-name' | 'bad-email';

/** A fictional person with a reserved phone number and an example address. */
export interface Person {
  name: string;
  email: string;
  phone?: string;
  channel: string;
}

/** Several people share a company, so that it goes to the same owner. */
const PEOPLE_PER_COMPANY = 3;

/** @param series distinguishes the people of one run from those of all other runs on the same system */
export function randomPerson(index: number, series: number, mix: ChannelMix, random: SeededRandom): Person {
  const first = random.pick(firstNames);
  const last = random.pick(lastNames);
  const number = series * 1000 + index;
  return {
    name: `${first} ${last}`,
    email:
      `${first}.${last}.${index}@company-${series}-${Math.floor(index / PEOPLE_PER_COMPANY)}.example`.toLowerCase(),
    ...(random.chance(0.6) && { phone: fictionalPhoneNumber(number) }),
    channel: random.weighted(mix),
  };
}

/** A number like +1 xxx 555-01xx: these are reserved for fiction. */
export function fictionalPhoneNumber(number: number): string {
  const area = 200 + (Math.floor(number / 100) % 800);
  return `+1 ${area} 555 01${String(number % 100).padStart(2, '0')}`;
}

/** The first signal of the person. */
export function firstSignal(person: Person, quality: Quality, random: SeededRandom): InboundLead {
  const { name, email, phone, channel } = person;
  const lead: InboundLead = { name, email, ...(phone !== undefined && { phone }), source: SIMULATION_SOURCE, channel };
  const profile = {
    company: { name: `${name} & Sons`, industry: random.pick(industries), employees: random.between(5, 2000) },
    role: random.pick(roles),
    country: 'US',
    consent: true,
    message: `Please call ${name} about a demonstration.`,
  };
  switch (quality) {
    case 'fitting':
      return { ...lead, ...profile, signal: random.pick(['request', 'demo', 'webinar'] as const) };
    case 'unknown-profile':
      return { ...lead, signal: 'request' };
    case 'content-only':
      return { ...lead, signal: 'content' };
    case 'student':
      return { ...lead, ...profile, role: 'student', signal: 'request' };
    case 'bot':
      return { ...lead, ...profile, signal: 'request', website: 'https://spam.example' };
  }
}

/** A later signal of the same person, who asks to be called. */
export const laterSignal = ({ name, email, channel }: Person): InboundLead => ({
  name,
  email,
  source: SIMULATION_SOURCE,
  channel,
  company: { industry: 'software', employees: 80 },
  role: 'owner',
  signal: 'request',
});

/** The same lead made invalid. */
export function withDefect(lead: InboundLead, defect: Defect): Record<string, unknown> {
  const { name, email: _email, phone: _phone, ...rest } = lead;
  switch (defect) {
    case 'no-contact':
      return { ...rest, name };
    case 'no-name':
      return { ...rest, email: lead.email };
    case 'bad-email':
      return { ...rest, name, email: 'not an address' };
  }
}
