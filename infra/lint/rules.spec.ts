import { readFileSync } from 'node:fs';
import { lintText } from './lint-text.ts';
import type { LintMessage, Sample } from './lint-text.ts';

const rules = [
  'baton/floors',
  'baton/file-role',
  'baton/module-constant-case',
  'import-x/no-cycle',
  'import-x/consistent-type-specifier-style',
  'no-restricted-syntax',
];

interface Violation extends Sample {
  rule: string;
  title: string;
}

const sampleFile = (name: string): Sample => ({
  file: `infra/lint/samples/${name}`,
  text: readFileSync(new URL(`./samples/${name}`, import.meta.url), 'utf8'),
});

const violations: Violation[] = [
  {
    title: 'an import of a higher floor',
    rule: 'baton/floors',
    file: 'apps/handoff/src/staff/teams.ts',
    text: "export * from '../commands/commands.controller.ts';\n",
  },
  {
    title: 'an import of a controller from below the HTTP doors',
    rule: 'baton/floors',
    file: 'apps/handoff/src/tickets/ticket-rows.ts',
    text: "export * from './tickets.controller.ts';\n",
  },
  { title: 'an import circle', rule: 'import-x/no-cycle', ...sampleFile('first.ts') },
  {
    title: 'a controller in a file without its suffix',
    rule: 'baton/file-role',
    file: 'apps/intake/src/leads/leads.ts',
    text: "@Controller('leads')\nexport class LeadsController {}\n",
  },
  {
    title: 'a primitive constant in camelCase',
    rule: 'baton/module-constant-case',
    file: 'libs/domain/src/rule.ts',
    text: 'export const limitMinutes = 5 * 60;\n',
  },
  {
    title: 'an array in capitals',
    rule: 'baton/module-constant-case',
    file: 'libs/domain/src/rule.ts',
    text: "export const STAGES = ['queued', 'ended'] as const;\n",
  },
  {
    title: 'an inline type import',
    rule: 'import-x/consistent-type-specifier-style',
    file: 'libs/domain/src/rule.ts',
    text: "import { type Stage } from './stage.ts';\nexport type Used = Stage;\n",
  },
  {
    title: 'a private keyword',
    rule: 'no-restricted-syntax',
    file: 'libs/service/src/server.ts',
    text: 'export class Server {\n  private port = 80;\n}\n',
  },
  {
    title: 'a spread array literal',
    rule: 'no-restricted-syntax',
    file: 'libs/service/src/server.ts',
    text: "export const words = [...['one', 'two'], 'three'];\n",
  },
  {
    title: 'a spread object literal',
    rule: 'no-restricted-syntax',
    file: 'libs/service/src/server.ts',
    text: 'export const words = { ...{ one: 1 }, two: 2 };\n',
  },
];

const permitted: (Sample & { title: string })[] = [
  {
    title: 'an import of a lower floor',
    file: 'apps/handoff/src/commands/commands.controller.ts',
    text: "export * from '../staff/teams.ts';\n",
  },
  {
    title: 'a conditional spread',
    file: 'libs/service/src/server.ts',
    text: 'export const withOwner = (owner?: string) => ({ ...(owner && { owner }), total: 1 });\n',
  },
  {
    title: 'a constant in the case of its kind',
    file: 'libs/domain/src/rule.ts',
    text: "export const LIMIT_MINUTES = 5;\nexport const stages = ['queued'] as const;\nexport const pattern = /a/;\n",
  },
];

describe('lint rules', () => {
  let messages: Map<Sample, LintMessage[]>;
  beforeAll(() => {
    const samples = [...violations, ...permitted];
    const reports = lintText(rules, samples);
    messages = new Map(samples.map((sample, index) => [sample, reports[index] ?? []]));
  }, 60_000);

  it.each(violations)('$rule reports $title', (violation) => {
    expect(messages.get(violation)?.map(({ ruleId }) => ruleId)).toContain(violation.rule);
  });

  it.each(permitted)('no rule reports $title', (sample) => {
    expect(messages.get(sample)).toEqual([]);
  });
});
