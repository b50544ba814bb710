import { unstorableText } from '@baton/contracts';
import { applyDecorators, ValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata, Type, ValidationError } from '@nestjs/common';
import { Type as TypeOf } from 'class-transformer';
import { IsArray, isISO8601, IsObject, ValidateBy, ValidateNested } from 'class-validator';
import { problems } from './problem.ts';
import type { FieldProblem, Problem } from './problem.ts';

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
    type: 'invalid-fields',
    title: 'Some fields are wrong',
    errors,
  });

/** The fields of a body that say something: clients write null as often as they leave a field out, and mean the same. */
function definedFields(body: unknown): unknown {
  if (body === null || body === undefined) return {};
  if (typeof body === 'object' && !Array.isArray(body)) return withoutNulls(body);
  throw problems.badRequest('The body must be a JSON object, such as {"text": "…"}.', { type: 'not-an-object' });
}

/** In a list null is an entry of its own, and stays for whoever validates the list. RequestCheck lets none be too deep. */
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
    // A decorator of our own names its fields itself; its data is for the decorator.
    const prefix = metadata.type === 'custom' ? undefined : metadata.data;
    const field = [prefix, path].filter(Boolean).join('.') || '(root)';
    const message = `${field} must be text without a zero character, of whole letters`;
    throw invalidFields([{ field, code: 'unstorable-text', message }]);
  }
}

/** Only declared fields pass, converted to their declared types, and only text that can be stored. Null is as absent. */
export const validationPipe = (): ValidationPipe =>
  new StorableValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => invalidFields(fieldProblems(errors)),
  });

const momentPattern =
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A moment as RFC 3339 writes it: a day that exists, a time, and Z or an offset. */
export const IsMoment = (): PropertyDecorator =>
  ValidateBy({
    name: 'isMoment',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' && momentPattern.test(value) && isISO8601(value, { strict: true }),
      defaultMessage: () => '$property must be a moment such as 2026-03-09T09:00:00Z or 2026-03-09T09:00:00+03:00',
    },
  });

/** An object with the fields of a class; ValidateNested alone lets through what is absent, null or a list. */
export const IsNested = (type: () => Type): PropertyDecorator =>
  applyDecorators(IsObject(), ValidateNested(), TypeOf(type));

/** A list of such objects. */
export const IsNestedList = (type: () => Type): PropertyDecorator =>
  applyDecorators(IsArray(), IsObject({ each: true }), ValidateNested({ each: true }), TypeOf(type));
