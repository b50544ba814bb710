import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('..', import.meta.url));
const lint = fileURLToPath(new URL('./testing/lint-boundaries.mjs', import.meta.url));

interface Case {
  file: string;
  imported: string;
  why: string;
}

const forbidden: Case[] = [
  { file: 'libs/domain/src/rule.ts', imported: '@baton/contracts', why: 'the domain uses nothing' },
  { file: 'libs/domain/src/rule.ts', imported: 'zod', why: 'the domain uses no package' },
  { file: 'libs/domain/src/rule.ts', imported: 'node:fs', why: 'the domain uses no built-in' },
  { file: 'libs/wording/src/text.ts', imported: '@baton/contracts', why: 'wording uses the domain only' },
  { file: 'libs/wording/src/text.ts', imported: 'i18next', why: 'wording uses no package' },
  { file: 'libs/domain/src/rule.ts', imported: '@baton/wording', why: 'rules know no wording' },
  { file: 'libs/workflows/src/story.ts', imported: '@baton/wording', why: 'workflows show ids, and no wording' },
  { file: 'libs/contracts/src/event-contract.ts', imported: '@baton/messaging', why: 'contracts use the domain only' },
  { file: 'libs/contracts/src/event-contract.ts', imported: 'kafkajs', why: 'contracts use validation only' },
  { file: 'libs/workflows/src/story.ts', imported: '@baton/service', why: 'workflows use the domain only' },
  { file: 'libs/workflows/src/story.ts', imported: '@temporalio/client', why: 'workflows know no client' },
  { file: 'libs/workflows/src/story.ts', imported: 'node:crypto', why: 'workflows use no built-in' },
  { file: 'libs/messaging/src/relay.ts', imported: '@baton/workflows', why: 'the chassis knows no workflow' },
  { file: 'libs/service/src/server.ts', imported: '@baton/testing', why: 'what runs uses nothing made for tests' },
  { file: 'libs/service/src/server.ts', imported: './spec/door.ts', why: 'nor what stands beside it for tests' },
  { file: 'apps/intake/src/door.ts', imported: '@baton/handoff', why: 'no app uses another app' },
  { file: 'apps/intake/src/door.ts', imported: '../../handoff/src/main.ts', why: 'nor by its path' },
  { file: 'apps/intake/src/door.ts', imported: '@baton/workflows', why: 'workflows belong to the handoff app' },
];

const allowed: Case[] = [
  { file: 'libs/contracts/src/event-contract.ts', imported: '@baton/domain', why: 'contracts use the domain' },
  { file: 'libs/contracts/src/event-contract.ts', imported: 'zod', why: 'contracts validate' },
  { file: 'libs/wording/src/text.ts', imported: '@baton/domain', why: 'wording names what the domain has' },
  { file: 'apps/reporting/src/report.ts', imported: '@baton/wording', why: 'apps show text to people' },
  { file: 'libs/workflows/src/story.ts', imported: '@temporalio/workflow', why: 'workflows are Temporal’s' },
  { file: 'libs/service/src/server.ts', imported: '@baton/messaging', why: 'the chassis uses its other half' },
  { file: 'apps/intake/src/door.ts', imported: '@baton/service', why: 'apps stand on the chassis' },
  { file: 'apps/handoff/src/worker.ts', imported: '@baton/workflows', why: 'the handoff app runs the workflows' },
  { file: 'apps/intake/src/door.spec.ts', imported: '@baton/testing', why: 'specs use what is made for them' },
];

interface LintMessage {
  /** Null when the text could not even be parsed. */
  ruleId: string | null;
  message: string;
}

/** What the workspace's own boundary rules say of each import, as if it stood in the file. */
function lintMessages(cases: Case[]): LintMessage[][] {
  const input = cases.map(({ file, imported }) => ({
    file,
    text: `import * as thing from '${imported}';\nexport const used = thing;\n`,
  }));
  const { stdout, stderr } = spawnSync(process.execPath, [lint], {
    cwd: workspace,
    env: { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '' },
    input: JSON.stringify(input),
    encoding: 'utf8',
  });
  try {
    return JSON.parse(stdout) as LintMessage[][];
  } catch (cause) {
    throw new Error(`ESLint gave no verdict: ${stderr}${stdout}`, { cause });
  }
}

describe('module boundaries', () => {
  let said: Map<Case, LintMessage[]>;
  beforeAll(() => {
    const cases = [...forbidden, ...allowed];
    const verdicts = lintMessages(cases);
    said = new Map(cases.map((each, index) => [each, verdicts[index] ?? []]));
  }, 60_000);

  it.each(forbidden)('$why: $file may not import $imported', (each) => {
    expect(said.get(each)).toEqual([
      { ruleId: expect.stringMatching(/boundaries|restricted/), message: expect.any(String) },
    ]);
  });

  it.each(allowed)('$why: $file may import $imported', (each) => {
    expect(said.get(each)).toEqual([]);
  });
});
