import { unstorableText } from '@baton/contracts';
import { type ArgumentMetadata, ValidationPipe, type ValidationError } from '@nestjs/common';
import { isISO8601, ValidateBy } from 'class-validator';
import { type FieldProblem, type Problem, problems } from './problem.ts';

/** Every wrong field by its path, such as `contacts.0.phone`. */
const fieldProblems = (errors: ValidationError[], path = ''): FieldProblem[] =>
  errors.flatMap((error) => {
    const field = `${path}${error.property}`;
    const own = Object.entries(error.constraints ?? {}).map(([code, message]) => ({ field, code, message }));
    return [...own, ...fieldProblems(error.children ?? [], `${field}.`)];
  });

/** The answer to input whose fields are wrong: all of them at once. */
export const invalidFields = (errors: FieldProblem[]): Problem =>
  problems.badRequest(`Correct ${[...new Set(errors.map(({ field }) => field))].join(', ')} and send it again.`, {
    type: 'validation',
    title: 'Some fields are wrong',
    errors,
  });

class StorableInput extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const path = unstorableText(value);
    if (path === undefined) return super.transform(value, metadata);
    const field = [metadata.data, path].filter(Boolean).join('.') || '(whole)';
    const message = `${field} must be text without a zero character, of whole letters`;
    throw invalidFields([{ field, code: 'unstorable-text', message }]);
  }
}

/** Only declared fields pass, converted to their declared types, and only text that can be stored. */
export const validationPipe = (): ValidationPipe =>
  new StorableInput({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => invalidFields(fieldProblems(errors)),
  });

const MOMENT = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A moment as RFC 3339 writes it: a day that exists, a time, and Z or an offset. */
export const IsMoment = (): PropertyDecorator =>
  ValidateBy({
    name: 'isMoment',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' && MOMENT.test(value) && isISO8601(value, { strict: true }),
      defaultMessage: () => '$property must be a moment such as 2026-03-09T09:00:00Z or 2026-03-09T09:00:00+03:00',
    },
  });
