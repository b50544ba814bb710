import { intakeFlags, signalKinds } from '../lead/lead.ts';
import { duplicateNames, duplicates } from './agreement-problem.ts';
import type { AgreementProblem } from './agreement-problem.ts';
import type { Agreement, Criterion } from './agreement.ts';

export function criteriaProblems({ mql, redFlags, sql }: Agreement['criteria']): AgreementProblem[] {
  const criteria = [
    ...mql.map((criterion, index) => ({ criterion, path: `criteria.mql.${index}` })),
    ...redFlags.map((criterion, index) => ({ criterion, path: `criteria.redFlags.${index}` })),
  ];
  const questions = sql.map(({ id }, index) => ({ name: id, path: `criteria.sql.${index}.id` }));
  return [
    // One namespace, because a rep answers open criteria and qualifying questions in one list.
    ...duplicateNames([
      ...criteria.map(({ criterion, path }) => ({ name: criterion.id, path: `${path}.id` })),
      ...questions,
    ]),
    ...criteria.flatMap(({ criterion, path }) => criterionProblems(criterion, path)),
    ...(sql.some(({ required }) => required)
      ? []
      : [
          {
            path: 'criteria.sql',
            message:
              'no question is required, so every lead would be an SQL: write required: true for at least one question',
          },
        ]),
  ];
}

function criterionProblems(criterion: Criterion, path: string): AgreementProblem[] {
  const { oneOf, noneOf, whenUnknown, askOnlyAfter } = criterion;
  const lists = Object.entries({ oneOf, noneOf }).flatMap(([name, values]) =>
    values ? listProblems(criterion, values, `${path}.${name}`) : [],
  );
  const sharedIndex = (oneOf ?? []).findIndex((value) => noneOf?.includes(value));
  return [
    ...lists,
    ...(sharedIndex < 0
      ? []
      : [
          {
            path: `${path}.oneOf.${sharedIndex}`,
            message: `"${oneOf?.[sharedIndex]}" is also in noneOf: remove it from one of the two`,
          },
        ]),
    ...(askOnlyAfter && whenUnknown !== 'ask'
      ? [
          {
            path: `${path}.askOnlyAfter`,
            message: `askOnlyAfter has no effect with whenUnknown: ${whenUnknown}. Write ask, or remove askOnlyAfter`,
          },
        ]
      : []),
    ...duplicates(askOnlyAfter ?? [], (signal) => signal, `${path}.askOnlyAfter`),
  ];
}

function listProblems({ attribute }: Criterion, values: readonly string[], path: string): AgreementProblem[] {
  if (values.length === 0)
    return [{ path, message: 'the list is empty: write at least one value, or remove the list' }];
  const known = knownValuesOf(attribute);
  return values.flatMap((value, index) => {
    if (known && !known.includes(value)) {
      return [
        {
          path: `${path}.${index}`,
          message: `there is no ${attribute} "${value}": write one of ${known.join(', ')}`,
        },
      ];
    }
    if (attribute === 'country' && !/^[A-Za-z]{2}$/.test(value)) {
      return [
        { path: `${path}.${index}`, message: `"${value}" is not a country: write an ISO 3166-1 code such as RU` },
      ];
    }
    return [];
  });
}

function knownValuesOf(attribute: Criterion['attribute']): readonly string[] | undefined {
  switch (attribute) {
    case 'signal':
      return signalKinds;
    case 'flags':
      return intakeFlags;
    default:
      return undefined;
  }
}
