import { durationMilliseconds } from '../time/duration.ts';
import { duplicates, unsortedDurations } from './agreement-problem.ts';
import type { AgreementProblem } from './agreement-problem.ts';
import type { Agreement } from './agreement.ts';
import { calendarTermsProblems } from './calendar-terms-problems.ts';
import { criteriaProblems } from './criteria-problems.ts';
import { promiseProblems, promiseRuleProblems } from './promise-problems.ts';
import { questionProblems } from './question-problems.ts';
import { scoreProblems } from './score-problems.ts';
import { routingProblems } from './routing-problems.ts';

/**
 * Contradictions, duplicate names and impossible terms in an agreement of the right format.
 *
 * @param countries whose public holidays are known, ISO 3166-1 alpha-2
 */
export function agreementProblems(agreement: Agreement, countries: ReadonlySet<string>): AgreementProblem[] {
  return [
    ...duplicates(agreement.sources ?? [], (source) => source, 'sources'),
    ...calendarTermsProblems(agreement.calendar, countries),
    ...criteriaProblems(agreement.criteria),
    ...questionProblems(agreement),
    ...promiseProblems(agreement.promises),
    ...promiseRuleProblems(agreement),
    ...touchesProblems(agreement),
    ...touchesRuleProblems(agreement),
    ...postponementProblems(agreement.postponement),
    ...returnsProblems(agreement.returns),
    ...routingProblems(agreement.routing),
    ...scoreProblems(agreement.score),
    ...moneyProblems(agreement.money),
    ...reportsProblems(agreement.reports),
  ];
}

function postponementProblems({ shortest, longest }: Agreement['postponement']): AgreementProblem[] {
  if (durationMilliseconds(shortest) <= durationMilliseconds(longest)) return [];
  const message = `${shortest} is more than the longest postponement of ${longest}: write ${longest} or less`;
  return [{ path: 'postponement.shortest', message }];
}

function touchesProblems({ touches, promises }: Agreement): AgreementProblem[] {
  const { minimum, maximum, minimumDays, cadence, countOnceWithin, callingHours } = touches;
  const problems: AgreementProblem[] = [];
  const report = (path: string, message: string): void => void problems.push({ path: `touches.${path}`, message });
  if (minimum > maximum)
    report('minimum', `${minimum} is more than the maximum of ${maximum}: write ${maximum} or less`);
  if (minimumDays > maximum)
    report('minimumDays', `${maximum} touches cannot fall on ${minimumDays} days: write ${maximum} or less`);
  if (cadence.length > maximum) {
    report('cadence', `${cadence.length} attempts are suggested but at most ${maximum} are made: remove the last ones`);
  }
  const { within } = promises.touches;
  const late = cadence.findIndex((after) => durationMilliseconds(after) >= durationMilliseconds(within));
  if (late >= 0) {
    report(`cadence.${late}`, `${cadence[late]} is not before the touches promise is due: write less than ${within}`);
  }
  for (const [index, after] of cadence.entries()) {
    const before = cadence[index - 1];
    const gap = before === undefined ? Infinity : durationMilliseconds(after) - durationMilliseconds(before);
    if (gap > 0 && gap < durationMilliseconds(countOnceWithin)) {
      report(
        `cadence.${index}`,
        `${after} is closer than ${countOnceWithin} (countOnceWithin) to ${before}, so the two attempts would count once: move them apart`,
      );
    }
  }
  if (callingHours.from >= callingHours.to) {
    report(
      'callingHours',
      `${callingHours.from}–${callingHours.to} does not end after it starts: write, for example, 09:00 to 20:00`,
    );
  }
  return [...problems, ...unsortedDurations(cadence, 'touches.cadence')];
}

/** The cadence is the same for every lead, so it must fit into the shortest touches promise. */
const touchesRuleProblems = ({ touches: { cadence }, promiseRules }: Agreement): AgreementProblem[] =>
  promiseRules.flatMap(({ promises: { touches } }, index) => {
    const last = cadence.at(-1);
    const within = touches?.within;
    if (last === undefined || within === undefined) return [];
    if (durationMilliseconds(last) < durationMilliseconds(within)) return [];
    const message = `the cadence suggests an attempt after ${last}, when the touches promise is due: write more than ${last}`;
    return [{ path: `promiseRules.${index}.promises.touches.within`, message }];
  });

const returnsProblems = ({ reasons }: Agreement['returns']): AgreementProblem[] => [
  ...duplicates(reasons, ({ code }) => code, 'returns.reasons', 'code'),
  ...reasons.flatMap(({ proof }, index) => duplicates(proof, (kind) => kind, `returns.reasons.${index}.proof`)),
];

function moneyProblems({ currency, costs }: Agreement['money']): AgreementProblem[] {
  const isKnown = Intl.supportedValuesOf('currency').includes(currency);
  return [
    ...(isKnown
      ? []
      : [
          {
            path: 'money.currency',
            message: `"${currency}" is not a currency: write an ISO 4217 code such as RUB or USD`,
          },
        ]),
    ...duplicates(costs, ({ channel, month }) => `${channel} in ${month}`, 'money.costs'),
  ];
}

function reportsProblems({ firstContactLimits, dailyStatusAt, weeklySync }: Agreement['reports']): AgreementProblem[] {
  const late = Object.entries({ 'reports.dailyStatusAt': dailyStatusAt, 'reports.weeklySync.at': weeklySync.at })
    .filter(([, at]) => at === '24:00')
    .map(([path]) => ({
      path,
      message: '24:00 is the end of a day, not a time to send a report: write 00:00 or 23:59',
    }));
  return [...unsortedDurations(firstContactLimits, 'reports.firstContactLimits'), ...late];
}
