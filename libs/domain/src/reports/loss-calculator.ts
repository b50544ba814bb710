import { share } from '../statistics/share.ts';
import type { LostCause } from './lost-causes.ts';

/** Money to the cent. */
export const roundToCents = (amount: number): number => Math.round(amount * 100) / 100;

export interface LossInput {
  transferred: number;
  /** Between 0 and 1. */
  lostShare: number;
  averageCheck: number;
  /** Passed conversion to won, between 0 and 1; without it only the ceiling can be told. */
  conversionToWon?: number;
}

export interface Loss {
  /** As if every lost lead had been won. */
  ceiling: number;
  /** As if the lost leads had been won as often as the others; null where no conversion is known. */
  expected: number | null;
}

/** What leads lost by process cost. */
export function calculateLoss({ transferred, lostShare, averageCheck, conversionToWon }: LossInput): Loss {
  const ceiling = transferred * lostShare * averageCheck;
  return {
    ceiling: roundToCents(ceiling),
    expected: conversionToWon === undefined ? null : roundToCents(ceiling * conversionToWon),
  };
}

/** Leads lost for one cause in one channel, those left out that became SQL after all or whose return was upheld. */
export interface LostGroup {
  cause: LostCause;
  channel: string | null;
  currency: string;
  handoffs: number;
  /** Sum of the average checks of their agreements. */
  checks: number;
}

export interface LossLine extends Loss {
  handoffs: number;
}

export interface CurrencyLosses extends LossLine {
  currency: string;
  /** Lost ÷ transferred, both of this currency. */
  lostShare: number | null;
  averageCheck: number | null;
  byCause: ({ cause: LostCause } & LossLine)[];
  byChannel: ({ channel: string | null } & LossLine)[];
  /** Which one cause, mended, brings back most. */
  fixFirst: LostCause | null;
}

/** The calculator over real data, split by what can be mended; the parts add up to the whole. */
export function lossesByCurrency(
  groups: readonly LostGroup[],
  transferred: ReadonlyMap<string, number>,
  conversionToWon: number | null,
): CurrencyLosses[] {
  const currencies = [...new Set([...transferred.keys(), ...groups.map(({ currency }) => currency)])].sort();
  return currencies.map((currency) => {
    const own = groups.filter((group) => group.currency === currency);
    const whole = lossLine(own, conversionToWon);
    const byCause = groupsBy(own, ({ cause }) => cause).map(([cause, part]) => ({
      cause,
      ...lossLine(part, conversionToWon),
    }));
    const byChannel = groupsBy(own, ({ channel }) => channel).map(([channel, part]) => ({
      channel,
      ...lossLine(part, conversionToWon),
    }));
    return {
      currency,
      ...whole,
      lostShare: share(whole.handoffs, transferred.get(currency) ?? 0),
      averageCheck: share(
        sumOf(own, ({ checks }) => checks),
        whole.handoffs,
      ),
      byCause: byCause.sort(byLargestCeiling),
      byChannel: byChannel.sort(byLargestCeiling),
      fixFirst: byCause[0]?.cause ?? null,
    };
  });
}

const sumOf = <T>(items: readonly T[], amount: (item: T) => number): number =>
  items.reduce((total, item) => total + amount(item), 0);

const byLargestCeiling = (a: LossLine, b: LossLine): number => b.ceiling - a.ceiling || b.handoffs - a.handoffs;

function lossLine(groups: readonly LostGroup[], conversionToWon: number | null): LossLine {
  const checks = sumOf(groups, (group) => group.checks);
  return {
    handoffs: sumOf(groups, (group) => group.handoffs),
    ceiling: roundToCents(checks),
    expected: conversionToWon === null ? null : roundToCents(checks * conversionToWon),
  };
}

/** In the order of the keys, so that equal amounts always stand in one order. */
function groupsBy<K extends string | null>(
  groups: readonly LostGroup[],
  key: (group: LostGroup) => K,
): [K, LostGroup[]][] {
  return [...Map.groupBy(groups, key)].sort(([a], [b]) => String(a).localeCompare(String(b)));
}
