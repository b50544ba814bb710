import { parseAgreementDocument } from '@baton/contracts';
import { agreementProblems } from '@baton/domain';
import type { Agreement, AgreementProblem } from '@baton/domain';
import { countriesWithHolidays } from '@baton/service/calendar';
import { Lexer, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { duplicateKeys, positionOf } from './text-position.ts';
import type { DocumentPath, Position } from './text-position.ts';

/** What is wrong in the text of an agreement, and what would be right. */
export interface TextProblem extends Position {
  /** From the top, such as `promises.transfer.within`; `(root)` for the text itself. */
  path: string;
  /** A stable word for the rule, such as `unrecognized_keys`. */
  code: string;
  message: string;
}

/** Either an agreement or problems; the title also where there are problems, if it can be read. */
export type ParsedAgreement = { title?: string } & (
  { agreement: Agreement; problems: [] } | { agreement?: never; problems: TextProblem[] }
);

const MOST_BYTES = 1_048_576;
/** Words and marks of YAML. An agreement has some thousands; reading time grows faster than their number. */
const MOST_TOKENS = 30_000;
/** Levels of values in each other. The parser goes down by recursion: to the stack's end, or without an end in sight. */
const MOST_LEVELS = 300;
/** How many values all aliases together may stand for. */
const MOST_ALIASED_VALUES = 1000;
/** More would not be read. */
const MOST_PROBLEMS = 100;

/** Reads an agreement that is written in YAML, or in JSON, which is YAML too. */
export function parseAgreement(text: string): ParsedAgreement {
  if (Buffer.byteLength(text) > MOST_BYTES || hasTooManyTokens(text)) {
    return wholeTextProblem('too-large', 'the text is larger than any agreement: write at most 1 MB and 5,000 lines');
  }
  if (isTooDeep(text))
    return wholeTextProblem('too-deep', `the text is nested more than ${MOST_LEVELS} levels deep: write it flatter`);
  const { document, lines } = parseYaml(text);
  const problems = [...syntaxProblems(document, lines), ...duplicateKeyProblems(document, lines)];
  return problems.length > 0 ? { problems: sortedByPosition(problems) } : validateDocument(document, lines);
}

/** What was found in an agreement that was read from this text, each at its place. */
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
    // Its own search takes quadratic time; see keysGivenTwice.
    uniqueKeys: false,
  });
  return { document, lines };
}

function validateDocument(document: Document.Parsed, lines: LineCounter): ParsedAgreement {
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MOST_ALIASED_VALUES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return wholeTextProblem(
      'too-many-aliases',
      `aliases stand for more than ${MOST_ALIASED_VALUES} values: write them out`,
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
  duplicateKeys({ document, lines }).map(({ key, path, ...place }) => {
    const message = `the key "${key}" stands here twice: keep one of them`;
    return { ...place, path: path.join('.'), code: 'duplicate-key', message };
  });

function hasTooManyTokens(text: string): boolean {
  let count = 0;
  for (const _ of new Lexer().lex(text)) if ((count += 1) > MOST_TOKENS) return true;
  return false;
}

/** Brackets are levels, and so are in one line the marks of lists and keys; each column of indentation can be one. */
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
    if (brackets + columns + marks > MOST_LEVELS) return true;
  }
  return false;
}

const wholeTextProblem = (code: string, message: string): ParsedAgreement => ({
  problems: [{ path: '(root)', line: 1, column: 1, code, message }],
});

const slug = (code: string): string => code.toLowerCase().replaceAll('_', '-');

const sortedByPosition = (problems: TextProblem[]): TextProblem[] =>
  problems.sort((one, other) => one.line - other.line || one.column - other.column).slice(0, MOST_PROBLEMS);

function titleOf(value: unknown): { title?: string } {
  if (typeof value !== 'object' || value === null || !('title' in value)) return {};
  return typeof value.title === 'string' && value.title !== '' ? { title: value.title.slice(0, 200) } : {};
}
