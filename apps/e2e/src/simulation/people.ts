import type { InboundLead } from '@baton/contracts';
import type { ChannelMix } from './channels.ts';
import type { Chance } from './chance.ts';
import { SIMULATED_SOURCE } from './short-agreement.ts';

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

/** What the default agreement makes of the lead. */
export type Quality = 'fitting' | 'unknown-profile' | 'content-only' | 'student' | 'bot';

/** What is wrong with a lead that must not become one. */
export type Defect = 'no-contact' | 'no-name' | 'bad-email';

/** A synthetic person: the number is reserved for fiction, the address for examples. */
export interface Person {
  name: string;
  email: string;
  phone?: string;
  channel: string;
}

/** Colleagues come from the same company, which stays with one owner. */
const PEOPLE_OF_ONE_COMPANY = 3;

/** `series` keeps the people of one run apart from those of all others on the same system. */
export function aPerson(index: number, series: number, mix: ChannelMix, chance: Chance): Person {
  const first = chance.pick(firstNames);
  const last = chance.pick(lastNames);
  const number = series * 1000 + index;
  return {
    name: `${first} ${last}`,
    email:
      `${first}.${last}.${index}@company-${series}-${Math.floor(index / PEOPLE_OF_ONE_COMPANY)}.example`.toLowerCase(),
    ...(chance.happens(0.6) && { phone: reservedNumber(number) }),
    channel: chance.weighted(mix),
  };
}

/** +1 xxx 555-01xx: of every area the hundred numbers that no telephone has. */
export function reservedNumber(number: number): string {
  const area = 200 + (Math.floor(number / 100) % 800);
  return `+1 ${area} 555 01${String(number % 100).padStart(2, '0')}`;
}

/** The first thing that the person does. */
export function firstSignal(person: Person, quality: Quality, chance: Chance): InboundLead {
  const { name, email, phone, channel } = person;
  const lead: InboundLead = { name, email, ...(phone !== undefined && { phone }), source: SIMULATED_SOURCE, channel };
  const profile = {
    company: { name: `${name} & Sons`, industry: chance.pick(industries), employees: chance.between(5, 2000) },
    role: chance.pick(roles),
    country: 'US',
    consent: true,
    message: `Please call ${name} about a demonstration.`,
  };
  switch (quality) {
    case 'fitting':
      return { ...lead, ...profile, signal: chance.pick(['request', 'demo', 'webinar'] as const) };
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

/** The person comes again, and asks to be called. */
export const laterSignal = ({ name, email, channel }: Person): InboundLead => ({
  name,
  email,
  source: SIMULATED_SOURCE,
  channel,
  company: { industry: 'software', employees: 80 },
  role: 'owner',
  signal: 'request',
});

/** The lead as somebody sends it who got it wrong. */
export function spoiled(lead: InboundLead, defect: Defect): Record<string, unknown> {
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
