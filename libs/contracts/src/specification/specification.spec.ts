import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { eventContracts } from '../event-contracts.ts';
import { topics } from '../topics.ts';
import { asyncApi } from './asyncapi.ts';
import { agreementSchemaFile, eventSpecificationFiles } from './specification-files.ts';
import { jsonSchemaOf } from './json-schema.ts';

const directory = join(dirname(fileURLToPath(import.meta.url)), '../../../../docs/events');
const committed = (): Map<string, string> =>
  new Map(
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.json'))
      .map((path) => [path, readFileSync(join(directory, path), 'utf8')]),
  );

/** Files that are missing, left over, or say something else than the code does. */
function drift(written: Map<string, string>, generated: Map<string, string>): string[] {
  const same = (path: string): boolean => {
    const [a, b] = [written.get(path), generated.get(path)];
    return a !== undefined && b !== undefined && JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b));
  };
  return [...new Set([...written.keys(), ...generated.keys()])].filter((path) => !same(path));
}

describe('the description of the events', () => {
  it('says what the code says; if not: npm run contracts:generate', () => {
    expect(drift(committed(), eventSpecificationFiles())).toEqual([]);
  });

  it('says the same of the agreement; if not: npm run contracts:generate', () => {
    const written = readFileSync(join(directory, '../agreement/agreement.schema.json'), 'utf8');
    expect(JSON.parse(written)).toEqual(JSON.parse(agreementSchemaFile()));
  });

  it('would be found out if it did not', () => {
    const changed = eventSpecificationFiles();
    const schema = JSON.parse(changed.get('schemas/lead-judged.json') ?? '');
    delete schema.properties.verdict;
    changed.set('schemas/lead-judged.json', JSON.stringify(schema));
    changed.set('schemas/forgotten.json', '{}');
    changed.delete('asyncapi.json');
    expect(drift(changed, eventSpecificationFiles()).sort()).toEqual([
      'asyncapi.json',
      'schemas/forgotten.json',
      'schemas/lead-judged.json',
    ]);
  });

  it('covers every topic with at least one event, and every event once', () => {
    const described = Object.values(eventContracts);
    expect(new Set(described.map(({ topic }) => topic))).toEqual(
      new Set(Object.values(topics).map(({ name }) => name)),
    );
    expect(new Set(described.map(({ type }) => type)).size).toBe(described.length);
  });
});

interface Headers {
  required?: string[];
  properties: Record<string, object>;
}

describe('the AsyncAPI document', () => {
  const specification: object = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0.json');
  const validate = new Ajv({ strict: false, validateFormats: false, meta: false, validateSchema: false }).compile(
    specification,
  );
  const plain = (): Record<string, unknown> => JSON.parse(JSON.stringify(asyncApi()));

  it('keeps to AsyncAPI 3.0', () => {
    validate(plain());
    expect(validate.errors).toBeNull();
  });

  it('would be refused with a mistake in it', () => {
    expect(validate({ ...plain(), operations: { 'send-judgedLeads': { action: 'shout' } } })).toBe(false);
  });

  it.each(['inbound-lead', 'handoff-command-requested', 'lead-outcome'] as const)(
    'lets %s come in each of the forms that are read, and Baton write its own in one',
    (name) => {
      const { messages } = asyncApi()['components'] as { messages: Record<string, { headers: Headers }> };
      const { required, properties } = messages[name]!.headers;
      expect(required).toBeUndefined();
      expect(properties['content-type']).not.toHaveProperty('const');
      expect(messages['handoff-step']!.headers).toMatchObject({
        required: expect.arrayContaining(['ce_id']) as string[],
        properties: { 'content-type': { const: 'application/json' } },
      });
    },
  );

  it('has the dead letters of each topic, with why they were given up', () => {
    const { channels } = asyncApi() as { channels: Record<string, { address: string; messages: object }> };
    const addresses = Object.values(channels).map(({ address }) => address);
    expect(addresses).toEqual(
      expect.arrayContaining(Object.values(topics).flatMap(({ name }) => [name, `${name}.dlq`])),
    );
    expect(Object.keys(channels['judgedLeads-dlq']!.messages)).toEqual(['dead-letter']);
  });

  it('refers only to what is there', () => {
    const document = plain();
    const files = eventSpecificationFiles();
    const references = JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g);
    for (const [, reference = ''] of references) {
      const found = reference.startsWith('#/')
        ? reference
            .slice(2)
            .split('/')
            .reduce((part: unknown, key) => (part as Record<string, unknown>)[key], document)
        : files.get(reference.slice(2));
      expect([reference, found !== undefined]).toEqual([reference, true]);
    }
  });
});

describe('a generated schema', () => {
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(jsonSchemaOf('lead-outcome'));
  const won = { outcome: 'won', leadId: '6088fe42-7b0e-4390-82d6-30a9b9c2289b', decidedAt: '2026-03-02T09:00:00Z' };

  it.each([
    ['a right event', won, true],
    ['an event with a field that is not known yet', { ...won, discount: 5 }, true],
    ['a wrong amount', { ...won, amount: -1 }, false],
    ['a missing moment', { outcome: 'won', leadId: won.leadId }, false],
  ])('agrees with the code about %s', (_, event, isRight) => {
    expect([validate(event), eventContracts['lead-outcome'].data.safeParse(event).success]).toEqual([isRight, isRight]);
  });
});
