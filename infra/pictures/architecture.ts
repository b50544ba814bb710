import type { topics } from '@baton/contracts';

/** The services and the systems outside Baton, which write to topics and read from them. */
export type Party = 'outside' | 'intake' | 'scoring' | 'handoff' | 'reporting';

/** A topic in the drawing. */
export interface Lane {
  readonly topic: keyof typeof topics;
  readonly caption: string;
  readonly writers: readonly Party[];
  readonly readers: readonly Party[];
  /** Present if a lead takes this topic on its main path. */
  readonly mainPath?: { readonly from: Party; readonly to: Party };
}

/** From top to bottom. In this order the main path goes down like a staircase. */
export const lanes: readonly Lane[] = [
  {
    topic: 'inboundLeads',
    caption: 'leads with personal data, kept 7 days',
    writers: ['outside'],
    readers: ['intake'],
    mainPath: { from: 'outside', to: 'intake' },
  },
  {
    topic: 'capturedLeads',
    caption: 'new leads, and new signals of known ones',
    writers: ['intake'],
    readers: ['scoring', 'handoff', 'reporting'],
    mainPath: { from: 'intake', to: 'scoring' },
  },
  {
    topic: 'judgedLeads',
    caption: 'verdict, score, handoff number',
    writers: ['scoring'],
    readers: ['intake', 'handoff', 'reporting'],
    mainPath: { from: 'scoring', to: 'handoff' },
  },
  {
    topic: 'handoffs',
    caption: 'every step of every handoff',
    writers: ['handoff'],
    readers: ['intake', 'scoring', 'reporting'],
    mainPath: { from: 'handoff', to: 'reporting' },
  },
  {
    topic: 'agreements',
    caption: 'published versions, compacted',
    writers: ['handoff'],
    readers: ['intake', 'scoring', 'reporting'],
  },
  {
    topic: 'outcomes',
    caption: 'deals won and lost',
    writers: ['outside', 'intake', 'handoff'],
    readers: ['scoring', 'handoff', 'reporting'],
  },
  {
    topic: 'handoffCommands',
    caption: 'commands from other systems',
    writers: ['outside'],
    readers: ['handoff'],
  },
  {
    topic: 'commandAnswers',
    caption: 'the result of each command',
    writers: ['handoff'],
    readers: ['outside'],
  },
  {
    topic: 'access',
    caption: 'people, roles and keys, compacted',
    writers: ['handoff'],
    readers: ['intake', 'scoring', 'reporting'],
  },
  {
    topic: 'keyUses',
    caption: 'when keys were last used',
    writers: ['intake', 'handoff', 'reporting'],
    readers: ['handoff'],
  },
  {
    topic: 'attention',
    caption: 'tickets and messages to raise',
    writers: ['intake', 'scoring'],
    readers: ['handoff'],
  },
];

/** Where leads come from. */
export const senders = {
  http: { title: 'Web forms, webhooks', detail: 'POST /leads' },
  files: { title: 'Past leads as CSV', detail: 'npm run import' },
  outside: { title: 'Other systems', detail: 'services, CRMs, telephony' },
} as const;

/** Who works with which part. */
export const people = {
  capture: { title: 'marketer', detail: 'quarantine, nurture' },
  sales: { title: 'rep, closer, team lead', detail: 'marketer, arbiter' },
  operations: { title: 'ops', detail: 'Temporal UI' },
  reports: { title: 'everyone', detail: 'reports' },
} as const;

/** Services in the order of a lead's path, each with the PostgreSQL schema of the same name. */
export const services = {
  intake: { detail: ['takes in leads', 'from any source'], holdsPersonalData: true },
  scoring: { detail: ['judges and', 'scores leads'] },
  handoff: {
    processes: {
      main: { title: 'HTTP, Kafka', detail: 'main.ts' },
      worker: { title: 'workflows', detail: 'worker.ts' },
    },
  },
  reporting: { detail: ['answers every', 'report'] },
} as const;

export const engines = {
  temporal: { title: 'Temporal', detail: ['one workflow', 'per handoff'] },
  postgres: { title: 'PostgreSQL' },
  kafka: { title: 'Apache Kafka' },
} as const;
