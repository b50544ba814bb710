import eslint from '@eslint/js';
import { createProjectGraphAsync, readCachedProjectGraph } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import importX from 'eslint-plugin-import-x';
import jest from 'eslint-plugin-jest';
import { existsSync, readdirSync } from 'node:fs';
import tseslint from 'typescript-eslint';
import baton from './infra/lint/plugin.mjs';

// Without a project graph the boundary rule skips itself in silence, so that a lint outside Nx would prove nothing.
try {
  readCachedProjectGraph();
} catch {
  process.env.NX_DAEMON = 'false';
  await createProjectGraphAsync({ exitOnError: true });
}

const root = import.meta.dirname;
const projects = ['libs', 'apps']
  .flatMap((folder) => readdirSync(`${root}/${folder}`).map((name) => `${folder}/${name}`))
  .concat('infra')
  .filter((path) => existsSync(`${root}/${path}/tsconfig.spec.json`));

const engines = ['@nestjs/*', 'typeorm', 'pg', 'kafkajs', 'class-*', '@temporalio/client', '@temporalio/worker'];

/** Which kinds of project a kind of project may import. Every other import between projects is an error. */
const uses = {
  'type:pure': ['type:pure'],
  'type:wording': ['type:pure', 'type:wording'],
  'type:contract': ['type:pure', 'type:contract'],
  'type:workflow': ['type:pure', 'type:workflow'],
  'type:infra': ['type:pure', 'type:contract', 'type:infra'],
  'type:app': ['type:pure', 'type:wording', 'type:contract', 'type:infra', 'type:workflow'],
  'type:testing': ['type:pure', 'type:wording', 'type:contract', 'type:infra', 'type:workflow', 'type:testing'],
  'type:tool': ['type:pure', 'type:contract', 'type:infra', 'type:tool'],
};

/** Workflows are replayed by the handoff app alone; journeys and measurements read their contract. */
const workflowsElsewhere = {
  sourceTag: '/^scope:(?!handoff$|e2e$|bench$)/',
  notDependOnLibsWithTags: ['type:workflow'],
};

const boundaries = (depConstraints, allow = []) => [
  'error',
  { allow, allowCircularSelfDependency: false, enforceBuildableLibDependency: false, depConstraints },
];

const sourceBoundaries = boundaries([
  ...Object.entries(uses).map(([sourceTag, onlyDependOnLibsWithTags]) => ({ sourceTag, onlyDependOnLibsWithTags })),
  { sourceTag: 'type:pure', allowedExternalImports: [] },
  { sourceTag: 'type:wording', allowedExternalImports: [] },
  { sourceTag: 'type:contract', allowedExternalImports: ['zod', 'zod/*'] },
  { sourceTag: 'type:workflow', bannedExternalImports: engines },
  workflowsElsewhere,
]);

/** Specs may use factories and engines for tests, whatever drives what they test, and the examples of the docs. */
const specBoundaries = boundaries(
  [
    ...Object.entries(uses).map(([sourceTag, targets]) => ({
      sourceTag,
      onlyDependOnLibsWithTags: [...new Set([...targets, 'type:testing'])],
    })),
    workflowsElsewhere,
  ],
  ['/docs/examples/[a-z-]+[.]ts$'],
);

const restricted = (...patterns) => ['error', { patterns }];

/** Apps export nothing, so Nx does not recognise an import of one by its name. */
const otherApps = {
  regex: `^@baton/(${readdirSync(`${root}/apps`).join('|')})(/|$)`,
  message: 'Do not import an app: move what is shared into a library.',
};

const testSupport = {
  regex: '^\\.{1,2}/(.*/)?(spec|testing)/',
  message: 'Code that runs in production does not import test support.',
};

const builtins = {
  regex: '^(node:|(assert|child_process|crypto|events|fs|http|https|net|os|path|process|stream|url|util)(/|$))',
  message: 'Rules, wording and workflows stay free of Node.js built-ins: pass in what they need.',
};

/** One way to write what could be written in two. */
const dialect = [
  {
    selector:
      ":matches(PropertyDefinition, MethodDefinition[kind!='constructor'], TSParameterProperty)[accessibility='private']",
    message: 'Write private members as #name.',
  },
  {
    selector: ':matches(ArrayExpression, CallExpression, NewExpression) > SpreadElement > ArrayExpression.argument',
    message: 'List the elements: an array literal is not spread into another.',
  },
  {
    selector: 'ObjectExpression > SpreadElement > ObjectExpression.argument',
    message: 'List the properties: an object literal is not spread into another.',
  },
];

/** Specs, and what only specs use. */
const specs = ['**/*.spec.ts', '**/src/{spec,testing}/**/*.ts', 'apps/{e2e,bench}/**/*.ts'];

/** What fails a test: waiting fails at its deadline, a replay at the first difference. */
const assertions = ['expect*', 'assert*', 'fc.assert', 'always', 'eventually', 'waitUntil', 'Worker.runReplayHistory'];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.nx/**',
      '.baton/**',
      '**/test-results/**',
      '**/coverage/**',
      'infra/lint/samples/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        Object.getOwnPropertyNames(globalThis)
          .filter((name) => /^[a-zA-Z]/.test(name))
          .map((name) => [name, 'readonly']),
      ),
    },
  },
  { plugins: { '@nx': nx, 'import-x': importX, baton } },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    rules: {
      '@nx/enforce-module-boundaries': sourceBoundaries,
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      // Silent in files with decorators: their metadata needs the injected classes as values.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // An interface that answers promises is kept without a needless await.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-imports': restricted(otherApps),
      'max-lines': ['error', { max: 300 }],
    },
  },
  {
    files: ['**/*.ts'],
    settings: {
      'import-x/extensions': ['.ts'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts'] })],
    },
    rules: {
      'import-x/consistent-type-specifier-style': ['error', 'prefer-top-level'],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'object-shorthand': 'error',
      'no-restricted-syntax': ['error', ...dialect],
      'baton/floors': 'error',
    },
  },
  { files: ['**/*.ts'], ignores: specs, rules: { 'baton/file-role': 'error', 'baton/module-constant-case': 'error' } },
  {
    files: ['{apps,libs}/*/src/**/*.ts'],
    ignores: specs,
    rules: { 'no-restricted-imports': restricted(otherApps, testSupport) },
  },
  ...projects.map((path) => ({
    files: [`${path}/**/*.ts`],
    languageOptions: { parserOptions: { project: `${path}/tsconfig.spec.json`, tsconfigRootDir: root } },
  })),
  {
    files: ['libs/{domain,wording,workflows}/src/**/*.ts'],
    ignores: specs,
    rules: {
      'no-restricted-imports': restricted(otherApps, testSupport, builtins),
    },
  },
  {
    files: specs,
    rules: {
      '@nx/enforce-module-boundaries': specBoundaries,
      'no-restricted-imports': restricted(otherApps),
      // A parsed answer under test has no type worth declaring.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.spec.ts'],
    plugins: { jest },
    rules: {
      'jest/consistent-test-it': ['error', { fn: 'it', withinDescribe: 'it' }],
      'jest/require-top-level-describe': 'error',
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      'jest/no-identical-title': 'error',
      'jest/valid-title': 'error',
      'jest/valid-expect': 'error',
      'jest/expect-expect': ['error', { assertFunctionNames: assertions }],
    },
  },
  prettier,
);
