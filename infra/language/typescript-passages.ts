import ts from 'typescript';
import { blank, PLACEHOLDER, withoutCode } from './passage.ts';
import type { Passage, PassageKind } from './passage.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

interface Literal extends Range {
  readonly kind: PassageKind;
}

/** The name at the root of a call: `it` of `it.each(rows)('…')`. */
function rootName(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) return rootName(callee.expression);
  return ts.isTaggedTemplateExpression(callee) ? rootName(callee.tag) : '';
}

/** Other names for `it`, such as `const withFile = exists ? it : it.skip`. */
const alias = /\bconst (\w+) = [^;]+\? it : it\.skip;/g;

const kindsByCallee = (source: ts.SourceFile): ReadonlyMap<string, PassageKind> =>
  new Map([
    ['it', 'title'],
    ['test', 'title'],
    ['describe', 'unit'],
    ...[...source.text.matchAll(alias)].map(([, name = '']): [string, PassageKind] => [name, 'title']),
  ]);

/** `it('…')`, not `it.each('…')`, whose argument is a table. */
function kindOf(literal: ts.Node, kinds: ReadonlyMap<string, PassageKind>): PassageKind {
  const call = literal.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== literal) return 'message';
  const isTable = ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'each';
  return (isTable ? undefined : kinds.get(rootName(call.expression))) ?? 'message';
}

/** Paths of modules, names of properties and types are not for readers. */
const isProse = ({ parent }: ts.Node): boolean =>
  !ts.isImportDeclaration(parent) && !ts.isExportDeclaration(parent) && !ts.isLiteralTypeNode(parent);

/** The strings that may be prose, and all literals, whose text can look like a comment. */
function literalsOf(source: ts.SourceFile): { strings: Literal[]; literals: Range[] } {
  const strings: Literal[] = [];
  const literals: Range[] = [];
  const kinds = kindsByCallee(source);
  const visit = (node: ts.Node): void => {
    const range = { start: node.getStart(source), end: node.end };
    const isString = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node);
    if ((isString || ts.isTemplateExpression(node)) && isProse(node))
      strings.push({ kind: kindOf(node, kinds), ...range });
    if (ts.isJsxText(node)) strings.push({ kind: 'message', start: range.start - 1, end: range.end + 1 });
    if (
      ts.isLiteralExpression(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      ts.isTemplateHead(node) ||
      ts.isJsxText(node)
    )
      literals.push(range);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { strings, literals };
}

/** Replaces what `${…}` fills in; nested literals are separate passages. */
function withoutSubstitutions(text: string): string {
  let depth = 0;
  let result = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (depth === 0 && text.startsWith('${', index)) {
      result += `${PLACEHOLDER} `;
      depth = 1;
      index += 1;
    } else if (depth === 0) {
      result += character;
    } else {
      depth += character === '{' ? 1 : character === '}' ? -1 : 0;
      result += character === '\n' ? '\n' : ' ';
    }
  }
  return result;
}

const unquoted = (text: string): string =>
  ` ${text.slice(1, -1)} `.replace(/\\(u\{?[0-9a-fA-F]+\}?|x[0-9a-fA-F]{2}|.)/g, (escape) =>
    /\\['"`]/.test(escape) ? ` ${escape.charAt(1)}` : blank(escape),
  );

const sqlComment = /--.*$/gm;
const isSql = (text: string): boolean =>
  /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER TABLE|DROP|WHERE|FROM|ORDER BY|GROUP BY|COALESCE|JOIN|UNION|GRANT|CASE WHEN|ON CONFLICT|VALUES)\b/.test(
    text,
  );

/** In SQL only comments are prose. */
const withoutSql = (text: string): string => {
  if (!isSql(text)) return text;
  const comments = [...text.matchAll(sqlComment)];
  return comments.reduce(
    (result, { 0: comment, index }) =>
      `${result.slice(0, index)}  ${comment.slice(2)}${result.slice(index + comment.length)}`,
    blank(text),
  );
};

const comment = /\/\*[\s\S]*?\*\/|(?:^[ \t]*\/\/.*\n)*^[ \t]*\/\/.*|\/\/.*/gm;
const directive = /^\s*(?:eslint-|@ts-|prettier-ignore|global )/;

/** Consecutive lines of `//` are one comment. */
function commentsOf(code: string): Passage[] {
  return [...code.matchAll(comment)]
    .map(({ 0: text, index }): Passage => ({
      kind: 'comment',
      text: withoutCode(
        text.replace(/^[ \t]*\/\/+|\/\*+|\*+\/|^[ \t]*\*+(?!\/)|^[ \t]*\* @\w+(?: \w+)?|\/\/+/gm, blank),
      ),
      start: index,
    }))
    .filter(({ text }) => !directive.test(text));
}

/** Blanks literals, so that what looks like a comment is one. */
function withoutLiterals(text: string, literals: readonly Range[]): string {
  let end = 0;
  let result = '';
  for (const literal of literals.toSorted((one, other) => one.start - other.start)) {
    result += text.slice(end, literal.start) + text.slice(literal.start, literal.end).replace(/[^\n]/g, '~');
    end = literal.end;
  }
  return result + text.slice(end);
}

/** All prose of a TypeScript or JavaScript file: comments, titles of tests, and strings. */
export function typescriptPassages(file: string, text: string): Passage[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const { strings, literals } = literalsOf(source);
  const messages = strings.map(({ kind, start, end }): Passage => {
    const raw = text.slice(start, end);
    const filled = raw.startsWith('`') ? withoutSubstitutions(raw) : raw;
    return { kind, text: withoutSql(withoutCode(unquoted(filled))), start };
  });
  return [...commentsOf(withoutLiterals(text, literals)), ...messages];
}
