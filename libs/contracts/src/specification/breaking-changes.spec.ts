import { breakingChanges } from './breaking-changes.ts';
import { eventSchema } from './event-schema.ts';
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

describe('breakingChanges', () => {
  it.each<[string, JsonSchema]>([
    ['an unchanged schema', before],
    ['a new optional field', extended({ more: { type: 'integer' } })],
    ['a new value', extended({ kind: { type: 'string', enum: ['a', 'b', 'c'] } })],
    ['a wider limit', extended({ note: { ...text, maxLength: 500 } })],
    ['a removed limit', extended({ note: { type: 'string' } })],
  ])('%s is not a breaking change', (_, after) => {
    expect(breakingChanges(before, after)).toEqual([]);
  });

  it.each<[string, JsonSchema, string]>([
    ['a removed field', object({ id: text, kind: text }, ['id', 'kind']), 'data.note: it was removed'],
    ['a changed type', extended({ id: { type: 'integer' } }), 'data.id: its type was "string" and is now "integer"'],
    ['a field made optional', extended({}, ['id']), 'data.kind: it was required and is now optional'],
    ['a field made required', extended({}, ['id', 'kind', 'note']), 'data.note: it was optional and is now required'],
    [
      'a new required field',
      extended({ more: text }, ['id', 'kind', 'more']),
      'data.more: it is new and required, but earlier events do not have it',
    ],
    ['a removed value', extended({ kind: { type: 'string', enum: ['a'] } }), 'data.kind: the value "b" was removed'],
    ['a tighter limit', extended({ note: { ...text, maxLength: 5 } }), 'data.note: its maxLength was 200 and is now 5'],
    [
      'a ban on unknown fields',
      { ...before, additionalProperties: false },
      'data: its additionalProperties was unset and is now false',
    ],
  ])('%s is a breaking change', (_, after, change) => {
    expect(breakingChanges(before, after)).toContain(change);
  });

  it('a new type of step is an addition, and a removed one is a breaking change', () => {
    const step = (type: string): JsonSchema => object({ type: { type: 'string', const: type } }, ['type']);
    const two = { oneOf: [step('opened'), step('ended')] };
    const three = { oneOf: [step('disputed'), step('opened'), step('ended')] };
    expect(breakingChanges(two, three)).toEqual([]);
    expect(breakingChanges(three, two)).toEqual(['data<type="disputed">: it was removed']);
  });

  it('a change deep inside the schema of a real event is found', () => {
    const real = eventSchema('handoff-step');
    expect(breakingChanges(real, structuredClone(real))).toEqual([]);
    const changed = JSON.parse(
      JSON.stringify(real).replaceAll('"impliedByTouch":{"type":"boolean"}', '"impliedByTouch":{"type":"string"}'),
    );
    expect(breakingChanges(real, changed)).toEqual([
      'data.step<type="accepted">.impliedByTouch: its type was "boolean" and is now "string"',
    ]);
  });
});
