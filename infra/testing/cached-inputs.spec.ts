import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const projects = [
  'infra',
  ...['apps', 'libs'].flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)),
];

type Input = string | object;
const { namedInputs, targetDefaults } = JSON.parse(readFileSync(join(root, 'nx.json'), 'utf8')) as {
  namedInputs: Record<string, Input[]>;
  targetDefaults: { test: { inputs: Input[] } };
};

/** The files of the workspace whose change makes Nx run the unit tests of this project again; `*` matches anything. */
function inputsOf(project: string): string[] {
  const { nx } = JSON.parse(readFileSync(join(root, project, 'package.json'), 'utf8')) as {
    nx: { targets: { test?: { inputs?: Input[] } } };
  };
  const flat = (input: Input): string[] => {
    if (typeof input !== 'string') return [];
    return namedInputs[input]?.flatMap(flat) ?? [input];
  };
  return (nx.targets.test?.inputs ?? targetDefaults.test.inputs)
    .flatMap(flat)
    .filter((input) => input.startsWith('{workspaceRoot}/'))
    .map((input) => input.replace('{workspaceRoot}/', ''));
}

/** Compares only what comes before the first `*`. */
const covers = (input: string, path: string): boolean =>
  input === path || (input.includes('*') && `${path}/`.startsWith(input.slice(0, input.indexOf('*'))));

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

/** The files outside of the project that its unit tests name in quotes. */
function outsideFilesNamedBy(project: string): string[] {
  const specs = readdirSync(join(root, project), { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(?!.*(node_modules|dist)\/)(?!.*\.(integration|journey)\.spec).*\.spec\.ts$/.test(path))
    .map((path) => join(root, project, path));
  return specs.flatMap((spec) =>
    [...readFileSync(spec, 'utf8').matchAll(/'([\w./-]+)'/g)]
      .map(([, text = '']) => {
        const beside = resolve(dirname(spec), text);
        const fromRoot = join(root, text);
        if (text.startsWith('../') && exists(beside)) return beside;
        return isFile(fromRoot) ? fromRoot : root;
      })
      .map((path) => relative(root, path))
      .filter((path) => path !== '' && path !== project && !path.startsWith('..') && !path.startsWith(`${project}/`)),
  );
}

describe('the Nx cache of unit tests', () => {
  it.each(projects)('the cache depends on each file outside of %s that its tests read', (project) => {
    const inputs = inputsOf(project);
    const unknown = outsideFilesNamedBy(project).filter((path) => !inputs.some((input) => covers(input, path)));
    expect(unknown).toEqual([]);
  });
});
