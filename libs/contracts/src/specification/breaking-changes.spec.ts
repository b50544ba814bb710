import { breakingChanges } from './breaking-changes.ts';
import { jsonSchemaOf } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

const text: JsonSchema = { type: 'string', minLength: 1, maxLength: 200 };
const object = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required,
});
const before = object({ id: text, kind: { type: 'string', enum: ['a', 'b'] }, note: text }, ['id', 'kind']);
const extended = (properties: Record<string, JsonSchema>, required = ['id', 'kind']): JsonSchema =>
  object({ ...before.properties, ...properties }, required);

describe('a newer schema of the same topic', () => {
  it.each<[string, JsonSchema]>([
    ['the same', before],
    ['a new optional field', extended({ more: { type: 'integer' } })],
    ['a new value', extended({ kind: { type: 'string', enum: ['a', 'b', 'c'] } })],
    ['a wider limit', extended({ note: { ...text, maxLength: 500 } })],
    ['a limit less', extended({ note: { type: 'string' } })],
  ])('may be %s', (_, after) => {
    expect(breakingChanges(before, after)).toEqual([]);
  });

  it.each<[string, JsonSchema, string]>([
    ['without a field', object({ id: text, kind: text }, ['id', 'kind']), 'data.note: it was removed'],
    ['with another type', extended({ id: { type: 'integer' } }), 'data.id: its type was "string" and is "integer"'],
    ['with a field made optional', extended({}, ['id']), 'data.kind: it was required and is optional'],
    ['with a field made required', extended({}, ['id', 'kind', 'note']), 'data.note: it was optional and is required'],
    [
      'with a new required field',
      extended({ more: text }, ['id', 'kind', 'more']),
      'data.more: it is new and required, which no event of before can be',
    ],
    [
      'without a value',
      extended({ kind: { type: 'string', enum: ['a'] } }),
      'data.kind: "b" is no value of it any more',
    ],
    [
      'with a tighter limit',
      extended({ note: { ...text, maxLength: 5 } }),
      'data.note: its maxLength was 200 and is 5',
    ],
    [
      'closed against unknown fields',
      { ...before, additionalProperties: false },
      'data: its additionalProperties was open and is false',
    ],
  ])('may not be one %s', (_, after, change) => {
    expect(breakingChanges(before, after)).toContain(change);
  });

  it('may add a kind of step and not take one away', () => {
    const step = (type: string): JsonSchema => object({ type: { type: 'string', const: type } }, ['type']);
    const two = { oneOf: [step('opened'), step('ended')] };
    const three = { oneOf: [step('disputed'), step('opened'), step('ended')] };
    expect(breakingChanges(two, three)).toEqual([]);
    expect(breakingChanges(three, two)).toEqual(['data<type="disputed">: it was removed']);
  });

  it('is compared down to the last field of a real event', () => {
    const real = jsonSchemaOf('handoff-step');
    expect(breakingChanges(real, structuredClone(real))).toEqual([]);
    const changed = JSON.parse(
      JSON.stringify(real).replaceAll('"impliedByTouch":{"type":"boolean"}', '"impliedByTouch":{"type":"string"}'),
    );
    expect(breakingChanges(real, changed)).toEqual([
      'data.step<type="accepted">.impliedByTouch: its type was "boolean" and is "string"',
    ]);
  });
});
