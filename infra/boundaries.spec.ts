import { lintText } from './lint/lint-text.ts';
import type { LintMessage } from './lint/lint-text.ts';

interface Case {
  file: string;
  imported: string;
  rule: string;
}

const forbidden: Case[] = [
  { file: 'libs/domain/src/rule.ts', imported: '@baton/contracts', rule: 'the domain uses no other library' },
  { file: 'libs/domain/src/rule.ts', imported: 'zod', rule: 'the domain uses no package' },
  { file: 'libs/domain/src/rule.ts', imported: 'node:fs', rule: 'the domain uses no built-in module' },
  { file: 'libs/wording/src/text.ts', imported: '@baton/contracts', rule: 'wording uses the domain only' },
  { file: 'libs/wording/src/text.ts', imported: 'zod', rule: 'wording uses no package' },
  { file: 'libs/domain/src/rule.ts', imported: '@baton/wording', rule: 'the domain does not import wording' },
  { file: 'libs/workflows/src/sale.ts', imported: '@baton/wording', rule: 'workflows show ids instead of wording' },
  { file: 'libs/contracts/src/event-contract.ts', imported: '@baton/messaging', rule: 'contracts use the domain only' },
  {
    file: 'libs/contracts/src/event-contract.ts',
    imported: 'kafkajs',
    rule: 'contracts use no package but the validation package',
  },
  { file: 'libs/workflows/src/sale.ts', imported: '@baton/service', rule: 'workflows use the domain only' },
  {
    file: 'libs/workflows/src/sale.ts',
    imported: '@temporalio/client',
    rule: 'workflows do not use a Temporal client',
  },
  { file: 'libs/workflows/src/sale.ts', imported: 'node:crypto', rule: 'workflows use no built-in module' },
  { file: 'libs/messaging/src/relay.ts', imported: '@baton/workflows', rule: 'messaging does not import workflows' },
  { file: 'libs/service/src/server.ts', imported: '@baton/testing', rule: 'production code uses no test library' },
  {
    file: 'libs/service/src/server.ts',
    imported: './spec/connection.ts',
    rule: 'production code uses no test support of its own project',
  },
  {
    file: 'apps/intake/src/entry-point.ts',
    imported: '@baton/handoff',
    rule: 'no app imports another app by its name',
  },
  {
    file: 'apps/intake/src/entry-point.ts',
    imported: '../../handoff/src/main.ts',
    rule: 'no app imports another app by its path',
  },
  { file: 'apps/intake/src/entry-point.ts', imported: '@baton/workflows', rule: 'workflows belong to the handoff app' },
];

const allowed: Case[] = [
  { file: 'libs/contracts/src/event-contract.ts', imported: '@baton/domain', rule: 'contracts use the domain' },
  { file: 'libs/contracts/src/event-contract.ts', imported: 'zod', rule: 'contracts use a validation package' },
  { file: 'libs/wording/src/text.ts', imported: '@baton/domain', rule: 'wording uses the domain' },
  { file: 'apps/reporting/src/report.ts', imported: '@baton/wording', rule: 'apps show text to people' },
  {
    file: 'libs/workflows/src/sale.ts',
    imported: '@temporalio/workflow',
    rule: 'workflows use the workflow package of Temporal',
  },
  { file: 'libs/service/src/server.ts', imported: '@baton/messaging', rule: 'the service library uses messaging' },
  { file: 'apps/intake/src/entry-point.ts', imported: '@baton/service', rule: 'apps use the service library' },
  { file: 'apps/handoff/src/worker.ts', imported: '@baton/workflows', rule: 'the handoff app runs the workflows' },
  { file: 'apps/intake/src/entry-point.spec.ts', imported: '@baton/testing', rule: 'specs use the test library' },
];

const rules = ['@nx/enforce-module-boundaries', 'no-restricted-imports'];

/** What the boundary rules report for each import, as if the file contained it. */
const lintMessages = (cases: Case[]): LintMessage[][] =>
  lintText(
    rules,
    cases.map(({ file, imported }) => ({
      file,
      text: `import * as thing from '${imported}';\nexport const used = thing;\n`,
    })),
  );

describe('module boundaries', () => {
  let messages: Map<Case, LintMessage[]>;
  beforeAll(() => {
    const cases = [...forbidden, ...allowed];
    const results = lintMessages(cases);
    messages = new Map(cases.map((each, index) => [each, results[index] ?? []]));
  }, 60_000);

  it.each(forbidden)('$file may not import $imported, since $rule', (each) => {
    expect(messages.get(each)).toEqual([
      { ruleId: expect.stringMatching(/boundaries|restricted/), message: expect.any(String) },
    ]);
  });

  it.each(allowed)('$file may import $imported, since $rule', (each) => {
    expect(messages.get(each)).toEqual([]);
  });
});
