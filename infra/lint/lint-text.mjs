// Reads `{ file, text }` samples from standard input and prints what the workspace's own rules report for each.
// The names of the rules to run are the arguments. Runs in its own process: ESLint and Nx do not load inside Jest's sandbox.
import { ESLint } from 'eslint';
import { json } from 'node:stream/consumers';

const rules = process.argv.slice(2);

const eslint = new ESLint({
  cwd: new URL('../..', import.meta.url).pathname,
  ignore: false,
  ruleFilter: ({ ruleId }) => rules.includes(ruleId),
  // These rules need no types, so that a sample's file need not exist.
  overrideConfig: {
    languageOptions: { parserOptions: { project: false } },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  },
});

const reports = [];
for (const { file, text } of await json(process.stdin)) {
  const [result] = await eslint.lintText(text, { filePath: file });
  reports.push(result.messages.map(({ ruleId, message }) => ({ ruleId, message })));
}
process.stdout.write(JSON.stringify(reports));
