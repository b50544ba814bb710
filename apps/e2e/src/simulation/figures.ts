import type { HandoffStep } from '@baton/domain';

/** Named numbers that must be the same in all accounts. */
export type Figures = Map<string, number>;

/** The steps of a handoff, from its record, its events or the responses to commands. */
export interface CountedHandoff {
  channel?: string;
  steps: readonly { at: string; step: HandoffStep }[];
}

const add = (figures: Figures, name: string, count = 1): void => {
  figures.set(name, (figures.get(name) ?? 0) + count);
};

/** Figures that follow from the actions of people, so that the action log has them too. */
export const isInActionLog = (name: string): boolean =>
  /^(touches|counted touches|declined|notes|returned|ended|won|lost deals|amount won)\b/.test(name) ||
  /^promise (acceptance|first-contact|touches) .*: kept( late)?$/.test(name);

export const AMOUNT_WON = 'amount won';

/** Figures that a report contains. The others are compared between actions, record and events only. */
export const isReported = (name: string): boolean =>
  /^(handoffs|transferred|returned|promise|channel|won)\b/.test(name);

/** Counts all figures. */
export function figuresOf(handoffs: Iterable<CountedHandoff>): Figures {
  const figures: Figures = new Map();
  for (const handoff of handoffs) {
    for (const { step } of handoff.steps) countStep(figures, step, handoff.channel);
    countPromises(figures, handoff.steps);
  }
  return figures;
}

function countStep(figures: Figures, step: HandoffStep, channel = 'unknown'): void {
  switch (step.type) {
    case 'started':
      add(figures, 'handoffs');
      return add(figures, `channel ${channel}: mql`);
    case 'transferred':
      return add(figures, 'transferred');
    case 'touched':
      add(figures, 'touches');
      return step.countedTouchNumber === undefined ? undefined : add(figures, 'counted touches');
    case 'declined':
      return add(figures, 'declined');
    case 'note-added':
      return add(figures, 'notes');
    case 'returned':
      return add(figures, `returned: ${step.reason}`);
    case 'ended':
      add(figures, `ended: ${step.ending}`);
      return step.ending === 'sql' ? add(figures, `channel ${channel}: sql`) : undefined;
    case 'outcome-recorded':
      if (step.outcome === 'refunded') return add(figures, 'refunds');
      add(figures, step.outcome === 'won' ? 'won' : 'lost deals');
      return step.outcome === 'won' ? add(figures, `channel ${channel}: won`) : undefined;
    default:
      return;
  }
}

type Status = 'running' | 'kept' | 'kept late' | 'broken' | 'released';

/**
 * Each promise ends in one status. A broken promise that is kept later is kept late. A promise that was restarted, by a
 * new agreed date or after a correction, counts with its last status, and also as broken if it was broken before.
 */
function countPromises(figures: Figures, steps: CountedHandoff['steps']): void {
  const running = new Map<string, Status>();
  const startedAt = new Map<string, number>();
  const kept = new Map<string, Status>();
  const countFinal = (name: string, status: Status): void => {
    add(figures, `promise ${name}: ${status}`);
    running.delete(name);
  };
  for (const { at, step } of steps) {
    if (!('promise' in step)) continue;
    const name = `${step.promise} (${step.clock})`;
    const before = running.get(name);
    switch (step.type) {
      case 'promise-started': {
        const from = Date.parse(step.startsAt ?? at);
        const withdrawn = from < Date.parse(at) ? kept.get(`${name} ${from}`) : undefined;
        if (withdrawn) add(figures, `promise ${name}: ${withdrawn}`, -1);
        if (before === 'broken') countFinal(name, before);
        running.set(name, 'running');
        startedAt.set(name, from);
        break;
      }
      case 'promise-broken':
        running.set(name, 'broken');
        break;
      case 'promise-kept':
        kept.set(`${name} ${startedAt.get(name)}`, step.late ? 'kept late' : 'kept');
        countFinal(name, step.late ? 'kept late' : 'kept');
        break;
      case 'promise-released':
        countFinal(name, before === 'broken' ? 'broken' : 'released');
        break;
      case 'promise-reminder-due':
      case 'promise-rescheduled':
      case 'escalated':
      case 'breach-corrected':
        break;
    }
  }
  for (const [name, status] of running) countFinal(name, status);
}

/** The figures in which two accounts differ. A missing figure counts as zero. */
export function differingFigures(
  one: { of: string; figures: Figures },
  other: { of: string; figures: Figures },
  concerns: (name: string) => boolean = () => true,
): string[] {
  const names = [...new Set([...one.figures.keys(), ...other.figures.keys()])].filter(concerns).sort();
  return names.flatMap((name) => {
    const [first, second] = [one.figures.get(name) ?? 0, other.figures.get(name) ?? 0];
    return first === second ? [] : [`${name}: ${one.of} has ${first}, ${other.of} has ${second}`];
  });
}
