import type { JudgedLead } from '../../handoff/judged-lead.ts';
import type { SignalKind } from '../../lead/lead.ts';
import { HOUR, MINUTE } from '../../time/units.ts';
import type { WeekRandom } from './random.ts';
import { moscow } from './week-team.ts';

/** How a lead behaves. All of it is decided before the week begins. */
export interface WeekLead {
  arrivesAt: string;
  judged: Omit<JudgedLead, 'signalReceivedAt'>;
  zone: string;
  /** The share of calls that it answers. */
  answers: number;
  /** What a conversation leads to. */
  wants: 'offer' | 'call-later' | 'call-next-week';
  hasWrongNumber: boolean;
}

interface Wave {
  from: string;
  to: string;
  leads: number;
  signal: SignalKind;
}

/** 600 leads: a weekend, a busy Monday, a webinar on Tuesday afternoon, evenings, a holiday. */
const waves: Wave[] = [
  { from: moscow('06', '10:00'), to: moscow('08', '08:30'), leads: 45, signal: 'request' },
  { from: moscow('08', '09:00'), to: moscow('08', '12:00'), leads: 60, signal: 'request' },
  { from: moscow('08', '12:00'), to: moscow('08', '22:00'), leads: 45, signal: 'message' },
  { from: moscow('09', '07:00'), to: moscow('09', '14:00'), leads: 50, signal: 'request' },
  { from: moscow('09', '15:00'), to: moscow('09', '15:20'), leads: 110, signal: 'webinar' },
  { from: moscow('09', '15:20'), to: moscow('09', '23:00'), leads: 35, signal: 'demo' },
  { from: moscow('10', '06:00'), to: moscow('10', '18:00'), leads: 85, signal: 'request' },
  { from: moscow('10', '18:00'), to: moscow('10', '23:30'), leads: 15, signal: 'content' },
  { from: moscow('11', '08:00'), to: moscow('11', '17:50'), leads: 85, signal: 'request' },
  { from: moscow('11', '20:00'), to: moscow('12', '23:00'), leads: 35, signal: 'request' },
  { from: moscow('13', '09:00'), to: moscow('14', '23:00'), leads: 35, signal: 'demo' },
];

const scoreOf: Record<SignalKind, number> = {
  demo: 80,
  request: 70,
  message: 65,
  'inbound-call': 85,
  webinar: 50,
  content: 45,
  visit: 30,
  other: 30,
};

/** In the order of their arrival. */
export function weekLeads(random: WeekRandom): WeekLead[] {
  return waves
    .flatMap(({ from, to, leads, signal }) => {
      const span = Date.parse(to) - Date.parse(from);
      return Array.from({ length: leads }, () => {
        const at = Date.parse(from) + Math.floor((random.next() * span) / MINUTE) * MINUTE;
        return aLead(new Date(at).toISOString(), signal, random);
      });
    })
    .sort((a, b) => Date.parse(a.arrivesAt) - Date.parse(b.arrivesAt));
}

function aLead(arrivesAt: string, signal: SignalKind, random: WeekRandom): WeekLead {
  const hasPhone = random.chance(0.92);
  return {
    arrivesAt,
    judged: {
      lead: {
        source: signal === 'webinar' ? 'webinar' : 'website',
        reachableBy: hasPhone ? ['phone', 'email'] : ['email'],
        flags: [],
        consent: true,
        signals: [{ signalId: 'first', kind: signal, receivedAt: arrivesAt }],
        ...(random.chance(0.12) && { companyDomain: `company-${random.between(1, 25)}.example` }),
      },
      answers: [],
      askedCriteria: [],
      score: scoreOf[signal] + random.between(-10, 16),
      createdBy: 'website-form',
    },
    zone: random.chance(0.1) ? 'Asia/Vladivostok' : 'Europe/Moscow',
    answers: random.pick([0.15, 0.45, 0.45, 0.7]),
    wants: random.pick(['offer', 'offer', 'call-later', 'call-later', 'call-next-week']),
    hasWrongNumber: hasPhone && random.chance(0.02),
  };
}

/** When the lead asks to be called, within working hours of Moscow. */
export function nextStepOf({ wants }: WeekLead, now: string, random: WeekRandom): string {
  const days = wants === 'call-next-week' ? random.between(6, 10) : random.between(1, 4);
  const day = new Date(Date.parse(now) + days * 24 * HOUR);
  day.setUTCHours(random.between(6, 14), random.pick([0, 30]), 0, 0);
  // Nobody asks to be called on the holiday, nor on a weekend.
  if (day.toISOString().startsWith('2026-06-12')) day.setUTCDate(day.getUTCDate() + 3);
  if (day.getUTCDay() === 6) day.setUTCDate(day.getUTCDate() + 2);
  if (day.getUTCDay() === 0) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString();
}
