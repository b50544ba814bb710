import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DiagnosticSeverity, fromFile, Parser } from '@asyncapi/parser';
import { Ajv } from 'ajv';
import { eventContracts } from '../event-contracts.ts';
import { asyncApi } from './asyncapi.ts';
import { eventSchema } from './event-schema.ts';
import { agreementSchemaFile, eventSpecificationFiles } from './specification-files.ts';
import { topics } from '../topics.ts';

const directory = join(dirname(fileURLToPath(import.meta.url)), '../../../../docs/events');
const committedFiles = (): Map<string, string> =>
  new Map(
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.json'))
      .map((path) => [path, readFileSync(join(directory, path), 'utf8')]),
  );

/** Files that are missing, superfluous, or differ from what the code generates. */
function drift(committed: Map<string, string>, generated: Map<string, string>): string[] {
  const same = (path: string): boolean => {
    const [a, b] = [committed.get(path), generated.get(path)];
    return a !== undefined && b !== undefined && JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b));
  };
  return [...new Set([...committed.keys(), ...generated.keys()])].filter((path) => !same(path));
}

describe('the committed specification', () => {
  it('the event files match the code (if not, run npm run contracts:generate)', () => {
    expect(drift(committedFiles(), eventSpecificationFiles())).toEqual([]);
  });

  it('the agreement schema matches the code (if not, run npm run contracts:generate)', () => {
    const schema = readFileSync(join(directory, '../agreement/agreement.schema.json'), 'utf8');
    expect(JSON.parse(schema)).toEqual(JSON.parse(agreementSchemaFile()));
  });

  it('changed, superfluous and missing files are detected', () => {
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

  it('an AsyncAPI parser finds nothing wrong with the document, and resolves all its references', async () => {
    const { document, diagnostics } = await fromFile(new Parser(), join(directory, 'asyncapi.json')).parse();
    // The rest is advice, such as to use the latest version of AsyncAPI.
    const levels = [DiagnosticSeverity.Error, DiagnosticSeverity.Warning];
    const findings = diagnostics.filter(({ severity }) => levels.includes(severity));
    expect(findings.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([]);
    expect(document?.servers().get('secured')?.security().length).toBe(3);
  });

  it('every topic has at least one event, and every event appears once', () => {
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

describe('asyncApi', () => {
  const specification: object = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0.json');
  const validate = new Ajv({ strict: false, validateFormats: false, meta: false, validateSchema: false }).compile(
    specification,
  );
  const documentAsJson = (): Record<string, unknown> => JSON.parse(JSON.stringify(asyncApi()));

  it('the document is valid AsyncAPI 3.0', () => {
    validate(documentAsJson());
    expect(validate.errors).toBeNull();
  });

  it('the validator rejects an invalid document', () => {
    expect(validate({ ...documentAsJson(), operations: { 'send-judgedLeads': { action: 'shout' } } })).toBe(false);
  });

  it.each(['inbound-lead', 'lead-outcome'] as const)(
    'a %s event may come in any accepted format, while events of Baton use binary mode',
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

  it('a command is in binary mode and carries a credential', () => {
    const { messages } = asyncApi()['components'] as { messages: Record<string, { headers: Headers }> };
    const { required, properties } = messages['handoff-command-requested']!.headers;
    expect(required).toContain('ce_credential');
    expect(properties['content-type']).toHaveProperty('const');
  });

  it('every topic has a channel for its dead letters', () => {
    const { channels } = asyncApi() as { channels: Record<string, { address: string; messages: object }> };
    const addresses = Object.values(channels).map(({ address }) => address);
    expect(addresses).toEqual(
      expect.arrayContaining(Object.values(topics).flatMap(({ name }) => [name, `${name}.dlq`])),
    );
    expect(Object.keys(channels['judgedLeads-dlq']!.messages)).toEqual(['dead-letter']);
  });

  it('every reference can be resolved', () => {
    const document = documentAsJson();
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

describe('eventSchema', () => {
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(eventSchema('lead-outcome'));
  const won = { outcome: 'won', leadId: '6088fe42-7b0e-4390-82d6-30a9b9c2289b', decidedAt: '2026-03-02T09:00:00Z' };

  it.each([
    ['a valid event', won, true],
    ['an event with an unknown field', { ...won, discount: 5 }, true],
    ['an event with a negative amount', { ...won, amount: -1 }, false],
    ['an event without its time', { outcome: 'won', leadId: won.leadId }, false],
  ])('the schema and the code agree about %s', (_, event, isValid) => {
    expect([validate(event), eventContracts['lead-outcome'].data.safeParse(event).success]).toEqual([isValid, isValid]);
  });
});
