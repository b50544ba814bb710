import type { HandoffStep } from '@baton/domain';

/** Named numbers that two accounts of the same world must share. */
export type Figures = Map<string, number>;

/** What is told of one handoff: by its record, by its events, or by answers to commands alone. */
export interface Told {
  channel?: string;
  steps: readonly { at: string; step: HandoffStep }[];
}

const add = (figures: Figures, name: string, count = 1): void => {
  figures.set(name, (figures.get(name) ?? 0) + count);
};

/** Names that follow from what people did alone, so that the world's own book knows them too. */
export const knownToBook = (name: string): boolean =>
  /^(touches|counted touches|declined|notes|returned|ended|won|lost deals|amount won)\b/.test(name) ||
  /^promise (acceptance|first-contact|touches) .*: kept( late)?$/.test(name);

export const AMOUNT_WON = 'amount won';

/** Names that a report tells; what is told by none is compared between book, record and events. */
export const isReported = (name: string): boolean =>
  /^(handoffs|transferred|returned|promise|channel|won)\b/.test(name);

/** Counts everything that is compared. */
export function figuresOf(handoffs: Iterable<Told>): Figures {
  const figures: Figures = new Map();
  for (const told of handoffs) {
    for (const { step } of told.steps) countStep(figures, step, told.channel);
    countPromises(figures, told.steps);
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
      return step.countedAs === undefined ? undefined : add(figures, 'counted touches');
    case 'declined':
      return add(figures, 'declined');
    case 'noted':
      return add(figures, 'notes');
    case 'returned':
      return add(figures, `returned: ${step.reason}`);
    case 'ended':
      add(figures, `ended: ${step.ending}`);
      return step.ending === 'sql' ? add(figures, `channel ${channel}: sql`) : undefined;
    case 'outcome-recorded':
      add(figures, step.outcome === 'won' ? 'won' : 'lost deals');
      return step.outcome === 'won' ? add(figures, `channel ${channel}: won`) : undefined;
    default:
      return;
  }
}

type Status = 'running' | 'kept' | 'kept late' | 'broken' | 'released';

/**
 * Each promise ends in one status; broken and then kept is kept late, broken and never kept stays broken. One for which a
 * new date was agreed, or that goes on because what kept it was a mistake, is told by the running after it.
 */
function countPromises(figures: Figures, steps: Told['steps']): void {
  const running = new Map<string, Status>();
  const begun = new Map<string, number>();
  const kept = new Map<string, Status>();
  const settle = (name: string, status: Status): void => {
    add(figures, `promise ${name}: ${status}`);
    running.delete(name);
  };
  for (const { at, step } of steps) {
    if (!('promise' in step)) continue;
    const name = `${step.promise} (${step.clock})`;
    const before = running.get(name);
    switch (step.type) {
      case 'promise-started': {
        const from = Date.parse(step.from ?? at);
        const mistaken = from < Date.parse(at) ? kept.get(`${name} ${from}`) : undefined;
        if (mistaken) add(figures, `promise ${name}: ${mistaken}`, -1);
        if (before === 'broken') settle(name, before);
        running.set(name, 'running');
        begun.set(name, from);
        break;
      }
      case 'promise-broken':
        running.set(name, 'broken');
        break;
      case 'promise-kept':
        kept.set(`${name} ${begun.get(name)}`, step.late ? 'kept late' : 'kept');
        settle(name, step.late ? 'kept late' : 'kept');
        break;
      case 'promise-released':
        settle(name, before === 'broken' ? 'broken' : 'released');
        break;
      case 'promise-reminded':
      case 'promise-moved':
      case 'escalated':
      case 'breach-corrected':
        break;
    }
  }
  for (const [name, status] of running) settle(name, status);
}

/** Names on which two accounts differ; a name that only one of them has counts as zero in the other. */
export function differing(
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
