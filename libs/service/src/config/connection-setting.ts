import { ValidateBy } from 'class-validator';
import type { ValidationArguments } from 'class-validator';
import { databaseProblems } from '../connections/database-settings.ts';
import { kafkaProblems } from '../connections/kafka-settings.ts';
import type { SettingProblem } from '../connections/setting-problem.ts';
import { temporalProblems } from '../connections/temporal-settings.ts';

/** Checks a variable together with the others of its engine, with the function that commands use too. */
const CheckedBy = <Settings>(problemsOf: (settings: Settings) => readonly SettingProblem[]): PropertyDecorator => {
  const messagesFor = ({ object, property }: ValidationArguments): string[] =>
    problemsOf(object as Settings)
      .filter(({ key }) => key === property)
      .map(({ message }) => message);
  return ValidateBy({
    name: 'checkedBy',
    validator: {
      validate: (_value, parameters) => !parameters || messagesFor(parameters).length === 0,
      defaultMessage: (parameters) => (parameters ? messagesFor(parameters).join('; ') : ''),
    },
  });
};

export const DatabaseSetting = (): PropertyDecorator => CheckedBy(databaseProblems);
export const KafkaSetting = (): PropertyDecorator => CheckedBy(kafkaProblems);
export const TemporalSetting = (): PropertyDecorator => CheckedBy(temporalProblems);
