import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const workspace = new URL('../..', import.meta.url).pathname;

/**
 * The folder order of each project, from the ground up: `{ "apps/handoff/src": [["agreements", "staff"], ["routing"], …] }`.
 * An entry is a folder, a file, or a suffix such as `*.controller.ts`, which comes before the folder that holds the file.
 */
export const floors = JSON.parse(readFileSync(join(workspace, 'infra/lint/floors.json'), 'utf8'));

const isSpec = (path) => /\.spec\.ts$|(^|\/)spec\//.test(path);

/** The floor of a file by its path inside the project; undefined if the table does not list it. */
function floorOf(order, path) {
  const bySuffix = order.findIndex((entries) =>
    entries.some((entry) => entry.startsWith('*') && path.endsWith(entry.slice(1))),
  );
  if (bySuffix >= 0) return bySuffix;
  const matches = order.flatMap((entries, floor) =>
    entries
      .filter((entry) => path === entry || path.startsWith(`${entry}/`))
      .map((entry) => ({ floor, length: entry.length })),
  );
  return matches.sort((one, other) => other.length - one.length)[0]?.floor;
}

/** Imports inside a project go down or stay on their floor, and every file is on a floor. */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      up: "'{{from}}' (floor {{fromFloor}}) may not import '{{to}}' (floor {{toFloor}}): imports go down only. See infra/lint/floors.json.",
      unknown: "'{{from}}' is on no floor of {{project}}: add its folder to infra/lint/floors.json.",
    },
  },
  create(context) {
    const file = relative(workspace, context.filename).split(sep).join('/');
    const project = Object.keys(floors)
      .filter((root) => file.startsWith(`${root}/`))
      .sort((one, other) => other.length - one.length)[0];
    if (!project) return {};
    const from = file.slice(project.length + 1);
    if (isSpec(from)) return {};
    const fromFloor = floorOf(floors[project], from);
    const check = (node) => {
      const specifier = node.source?.value;
      if (fromFloor === undefined || typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      const target = relative(join(workspace, project), join(dirname(context.filename), specifier))
        .split(sep)
        .join('/');
      const toFloor = floorOf(floors[project], target);
      if (target.startsWith('..') || toFloor === undefined || toFloor <= fromFloor) return;
      context.report({
        node: node.source,
        messageId: 'up',
        data: { from, to: target, fromFloor: String(fromFloor + 1), toFloor: String(toFloor + 1) },
      });
    };
    return {
      Program(node) {
        if (fromFloor === undefined && existsSync(context.filename))
          context.report({ node, loc: { line: 1, column: 0 }, messageId: 'unknown', data: { from, project } });
      },
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};
