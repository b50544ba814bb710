import { unstorableText } from '@baton/contracts';
import { applyDecorators, ValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata, Type, ValidationError } from '@nestjs/common';
import { Type as TypeOf } from 'class-transformer';
import { IsArray, isISO8601, IsObject, ValidateBy, ValidateNested } from 'class-validator';
import { problems } from './problem.ts';
import type { FieldProblem, Problem } from './problem.ts';

/** All invalid fields with their paths, such as `contacts.0.phone`. */
const fieldProblems = (errors: ValidationError[], path = ''): FieldProblem[] =>
  errors.flatMap((error) => {
    const field = `${path}${error.property}`;
    const own = Object.entries(error.constraints ?? {}).map(([code, message]) => ({ field, code, message }));
    return [...own, ...fieldProblems(error.children ?? [], `${field}.`)];
  });

/** The response to invalid input; it names every invalid field. */
export const invalidFields = (errors: FieldProblem[]): Problem =>
  problems.badRequest(`Correct ${[...new Set(errors.map(({ field }) => field))].join(', ')} and send it again.`, {
    type: 'invalid-fields',
    title: 'Invalid fields',
    errors,
  });

/** The fields of a body that are not null: clients often send null for a field that they could leave out. A body may be absent. */
function definedFields(body: unknown): unknown {
  if (body === undefined) return {};
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return withoutNulls(body);
  throw problems.badRequest('The body must be a JSON object, such as {"text": "…"}.', { type: 'not-an-object' });
}

/** Null stays in lists, where it is an item. The recursion is safe: RequestLimitsInterceptor limits the depth. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNulls);
  const given = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(given.map(([name, inner]) => [name, withoutNulls(inner)]));
}

class StorableValidationPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const path = unstorableText(value);
    const isFields = metadata.type === 'body' && this.toValidate(metadata);
    if (path === undefined) return super.transform(isFields ? definedFields(value) : value, metadata);
    // The path already contains the field names of a custom decorator.
    const prefix = metadata.type === 'custom' ? undefined : metadata.data;
    const field = [prefix, path].filter(Boolean).join('.') || '(root)';
    const message = `${field} must be text without null characters or unpaired surrogates`;
    throw invalidFields([{ field, code: 'unstorable-text', message }]);
  }
}

/** Accepts only declared fields, converted to their types, and only text that can be stored. Null counts as missing. */
export const validationPipe = (): ValidationPipe =>
  new StorableValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => invalidFields(fieldProblems(errors)),
  });

/** PostgreSQL takes offsets of less than 16 hours, which include those of all zones. */
const momentPattern = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-5]):[0-5]\d)$/;

/** A timestamp in RFC 3339 format: an existing date, a time, and Z or an offset. */
export const IsMoment = (): PropertyDecorator =>
  ValidateBy({
    name: 'isMoment',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' && momentPattern.test(value) && isISO8601(value, { strict: true }),
      defaultMessage: () => '$property must be a timestamp such as 2026-03-09T09:00:00Z or 2026-03-09T09:00:00+03:00',
    },
  });

/** An object with the fields of a class. ValidateNested alone would accept a missing value, null or a list. */
export const IsNested = (type: () => Type): PropertyDecorator =>
  applyDecorators(IsObject(), ValidateNested(), TypeOf(type));

/** A list of objects with the fields of a class. */
export const IsNestedList = (type: () => Type): PropertyDecorator =>
  applyDecorators(IsArray(), IsObject({ each: true }), ValidateNested({ each: true }), TypeOf(type));
