// Reads files and their text from standard input, and writes what the boundary rules of the workspace report for each.
// Runs in its own process, because ESLint and Nx do not load inside Jest's sandbox.
import { ESLint } from 'eslint';
import { json } from 'node:stream/consumers';

const RULES = ['@nx/enforce-module-boundaries', 'no-restricted-imports'];

const eslint = new ESLint({
  cwd: new URL('../..', import.meta.url).pathname,
  ruleFilter: ({ ruleId }) => RULES.includes(ruleId),
  // Boundary rules need no types, and without types the file need not exist.
  overrideConfig: {
    languageOptions: { parserOptions: { project: false } },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  },
});

const verdicts = [];
for (const { file, text } of await json(process.stdin)) {
  const [result] = await eslint.lintText(text, { filePath: file });
  verdicts.push(result.messages.map(({ ruleId, message }) => ({ ruleId, message })));
}
process.stdout.write(JSON.stringify(verdicts));
