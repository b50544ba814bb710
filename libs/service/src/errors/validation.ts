import { ValidationPipe, type ValidationError } from '@nestjs/common';
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

/** Only declared fields pass, converted to their declared types. */
export const validationPipe = (): ValidationPipe =>
  new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => invalidFields(fieldProblems(errors)),
  });
