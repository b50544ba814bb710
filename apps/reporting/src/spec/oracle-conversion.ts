import { quantile } from '@baton/domain';
import { count, ratio } from './oracle-counts.ts';
import type { ExpectedHandoff } from './oracle-handoffs.ts';

/** The figures of a group of handoffs in the report of passed conversion. A successor replaces a postponed handoff. */
export function expectedConversion(everything: readonly ExpectedHandoff[]): Record<string, unknown> {
  const all = everything.filter(({ firstAt: first }) => first('resumed') === undefined);
  const transferred = all.filter(({ firstAt: first }) => first('transferred') !== undefined);
  const passed = transferred.filter(({ lostCause }) => lostCause === undefined);
  const isSql = ({ sqlAt }: ExpectedHandoff): boolean => sqlAt !== undefined;
  const isWon = ({ outcome }: ExpectedHandoff): boolean => outcome?.kind === 'won';
  const toSql = transferred.flatMap(({ firstAt: first, sqlAt: to }) => {
    const from = first('transferred');
    return from !== undefined && to !== undefined ? [to - from] : [];
  });
  return {
    mql: count(all, ({ importedDay }) => importedDay === undefined),
    transferred: transferred.length,
    lost: transferred.length - passed.length,
    passed: passed.length,
    openReturns: count(passed, ({ returns }) => returns.some(({ state }) => state === 'open')),
    upheldReturns: count(passed, ({ returns }) => returns.some(({ state }) => state === 'upheld')),
    postponed: count(passed, ({ stepsOf }) => stepsOf('ended').some(({ step }) => step.ending === 'postponed')),
    replaced: everything.length - all.length,
    sql: count(passed, isSql),
    won: count(passed, isWon),
    conversionToSql: ratio(count(passed, isSql), passed.length),
    conversionToWon: ratio(count(passed, isWon), passed.length),
    rawConversionToSql: ratio(count(transferred, isSql), transferred.length),
    medianTransferToSqlMilliseconds: quantile(toSql, 0.5),
  };
}
