import { parseAgreementDocument } from '@baton/contracts';
import { agreementProblems } from '@baton/domain';
import type { Agreement, AgreementProblem } from '@baton/domain';
import { countriesWithHolidays } from '@baton/service/calendar';
import { Lexer, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { duplicateKeys, positionOf } from './text-position.ts';
import type { DocumentPath, Position } from './text-position.ts';

/** An error in the text of an agreement, and how to fix it. */
export interface TextProblem extends Position {
  /** For example `promises.transfer.within`; `(root)` for the text as a whole. */
  path: string;
  /** A stable name of the rule, for example `unrecognized_keys`. */
  code: string;
  message: string;
}

/** Either an agreement or its problems, and the title if it can be read. */
export type ParsedAgreement = { title?: string } & (
  { agreement: Agreement; problems: [] } | { agreement?: never; problems: TextProblem[] }
);

const MAX_BYTES = 1_048_576;
/** A real agreement has a few thousand YAML tokens. Parsing time grows faster than their number. */
const MAX_TOKENS = 30_000;
/** The parser is recursive: deeper nesting overflows the stack or takes too long. */
const MAX_LEVELS = 300;
/** The number of values to which all aliases together may expand. */
const MAX_ALIASED_VALUES = 1000;
/** Further problems are not reported. */
const MAX_PROBLEMS = 100;

/** Parses an agreement in YAML or JSON, which is a subset of YAML. */
export function parseAgreement(text: string): ParsedAgreement {
  if (Buffer.byteLength(text) > MAX_BYTES || hasTooManyTokens(text)) {
    return wholeTextProblem('too-large', 'the text is too large for an agreement: write at most 1 MB and 5,000 lines');
  }
  if (isTooDeep(text))
    return wholeTextProblem('too-deep', `the text must not be nested more than ${MAX_LEVELS} levels deep`);
  const { document, lines } = parseYaml(text);
  const problems = [...syntaxProblems(document, lines), ...duplicateKeyProblems(document, lines)];
  return problems.length > 0 ? { problems: sortedByPosition(problems) } : validateDocument(document, lines);
}

/** Adds line and column to problems of an agreement that was parsed from this text. */
export function withPositions(text: string, found: readonly AgreementProblem[], code: string): TextProblem[] {
  const { document, lines } = parseYaml(text);
  return sortedByPosition(
    found.map(({ path, message }) => {
      return { path, ...positionOf(pathSegments(path), { document, lines, atKey: false }), code, message };
    }),
  );
}

function parseYaml(text: string): { document: Document.Parsed; lines: LineCounter } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    version: '1.2',
    schema: 'core',
    // The built-in check takes quadratic time; see duplicateKeyProblems.
    uniqueKeys: false,
  });
  return { document, lines };
}

function validateDocument(document: Document.Parsed, lines: LineCounter): ParsedAgreement {
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASED_VALUES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return wholeTextProblem(
      'too-many-aliases',
      `aliases expand to more than ${MAX_ALIASED_VALUES} values: write them out`,
    );
  }
  const title = titleOf(value);
  const { agreement, problems } = parseAgreementDocument(value);
  const found = agreement ? ruleProblems(agreement) : problems;
  if (agreement && found.length === 0) return { ...title, agreement, problems: [] };
  const positioned = found.map(({ path, code, message }) => ({
    path: path.join('.') || '(root)',
    ...positionOf(path, { document, lines, atKey: code === 'unrecognized_keys' }),
    code,
    message,
  }));
  return { ...title, problems: sortedByPosition(positioned) };
}

const ruleProblems = (agreement: Agreement): { path: DocumentPath; code: string; message: string }[] =>
  agreementProblems(agreement, countriesWithHolidays).map(({ path, message }) => ({
    path: pathSegments(path),
    code: 'rule',
    message,
  }));

const pathSegments = (path: string): DocumentPath =>
  path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));

function syntaxProblems(document: Document.Parsed, lines: LineCounter): TextProblem[] {
  return [...document.errors, ...document.warnings].map(({ pos, code, message }) => {
    const { line, col } = lines.linePos(pos[0]);
    return { path: '(root)', line, column: Math.max(col, 1), code: slug(code), message: message.replace(/\s+/g, ' ') };
  });
}

const duplicateKeyProblems = (document: Document.Parsed, lines: LineCounter): TextProblem[] =>
  duplicateKeys({ document, lines }).map(({ key, path, ...position }) => {
    const message = `the key "${key}" is duplicated: keep one of them`;
    return { ...position, path: path.join('.'), code: 'duplicate-key', message };
  });

function hasTooManyTokens(text: string): boolean {
  let count = 0;
  for (const _ of new Lexer().lex(text)) if ((count += 1) > MAX_TOKENS) return true;
  return false;
}

/** Counts every open bracket, every list or key mark on a line, and every column of indentation as a level. */
function isTooDeep(text: string): boolean {
  let [brackets, columns, marks] = [0, 0, 0];
  let isLineStart = true;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') brackets += 1;
    else if (token === ']' || token === '}') brackets -= 1;
    else if (token === '-' || token === '?') marks += 1;
    else if (isLineStart && /^ +$/.test(token)) columns = token.length;
    isLineStart = token.includes('\n');
    if (isLineStart) [columns, marks] = [0, 0];
    if (brackets + columns + marks > MAX_LEVELS) return true;
  }
  return false;
}

const wholeTextProblem = (code: string, message: string): ParsedAgreement => ({
  problems: [{ path: '(root)', line: 1, column: 1, code, message }],
});

const slug = (code: string): string => code.toLowerCase().replaceAll('_', '-');

const sortedByPosition = (problems: TextProblem[]): TextProblem[] =>
  problems.sort((one, other) => one.line - other.line || one.column - other.column).slice(0, MAX_PROBLEMS);

function titleOf(value: unknown): { title?: string } {
  if (typeof value !== 'object' || value === null || !('title' in value)) return {};
  return typeof value.title === 'string' && value.title !== '' ? { title: value.title.slice(0, 200) } : {};
}
