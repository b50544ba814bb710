import { share } from '../statistics/share.ts';
import type { LostCause } from './lost-causes.ts';

export const roundToCents = (amount: number): number => Math.round(amount * 100) / 100;

export interface LossInput {
  transferred: number;
  /** Between 0 and 1. */
  lostShare: number;
  averageCheck: number;
  /** Passed conversion to won, between 0 and 1. Without it only the ceiling is known. */
  conversionToWon?: number;
}

export interface Loss {
  /** The loss if every lost lead had been won. */
  ceiling: number;
  /** The loss if lost leads had been won as often as the others; null when no conversion is known. */
  expected: number | null;
}

/** The money lost with leads that were lost by process. */
export function calculateLoss({ transferred, lostShare, averageCheck, conversionToWon }: LossInput): Loss {
  const ceiling = transferred * lostShare * averageCheck;
  return {
    ceiling: roundToCents(ceiling),
    expected: conversionToWon === undefined ? null : roundToCents(ceiling * conversionToWon),
  };
}

/** Leads lost for one cause in one channel, without those that still became SQLs or whose return was upheld. */
export interface LostGroup {
  cause: LostCause;
  channel: string | null;
  currency: string;
  handoffs: number;
  /** The sum of the average checks of their agreements. */
  checks: number;
}

export interface LossLine extends Loss {
  handoffs: number;
}

export interface CurrencyLosses extends LossLine {
  currency: string;
  /** Lost ÷ transferred, both in this currency. */
  lostShare: number | null;
  averageCheck: number | null;
  byCause: ({ cause: LostCause } & LossLine)[];
  byChannel: ({ channel: string | null } & LossLine)[];
  /** The cause whose fix would recover the most money. */
  fixFirst: LostCause | null;
}

/** The losses per currency, also split by cause and by channel. The parts add up to the whole. */
export function lossesByCurrency(
  groups: readonly LostGroup[],
  transferred: ReadonlyMap<string, number>,
  conversionToWon: number | null,
): CurrencyLosses[] {
  const currencies = [...new Set([...transferred.keys(), ...groups.map(({ currency }) => currency)])].sort();
  return currencies.map((currency) => {
    const currencyGroups = groups.filter((group) => group.currency === currency);
    const whole = lossLine(currencyGroups, conversionToWon);
    const byCause = groupsBy(currencyGroups, ({ cause }) => cause).map(([cause, part]) => ({
      cause,
      ...lossLine(part, conversionToWon),
    }));
    const byChannel = groupsBy(currencyGroups, ({ channel }) => channel).map(([channel, part]) => ({
      channel,
      ...lossLine(part, conversionToWon),
    }));
    return {
      currency,
      ...whole,
      lostShare: share(whole.handoffs, transferred.get(currency) ?? 0),
      averageCheck: share(
        sumOf(currencyGroups, ({ checks }) => checks),
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

/** Sorted by key, so that groups with equal amounts keep a stable order. */
function groupsBy<K extends string | null>(
  groups: readonly LostGroup[],
  key: (group: LostGroup) => K,
): [K, LostGroup[]][] {
  return [...Map.groupBy(groups, key)].sort(([a], [b]) => String(a).localeCompare(String(b)));
}
