import type { Agreement } from '@baton/domain';
import { describeDiff, isLanguage } from '@baton/wording';
import type { Language } from '@baton/wording';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseAgreement } from '../agreements/parse-agreement.ts';
import type { AgreementApiClient } from './agreement-api-client.ts';
import { USAGE } from './agreement-usage.ts';
import { CliError } from './cli-error.ts';

export interface CommandEnvironment {
  /** The user's working directory; file names are relative to it. */
  directory: string;
  print: (line: string) => void;
  /** Called only by commands that need a server. */
  connect: (person: string) => Promise<AgreementApiClient>;
}

const options = {
  file: { type: 'string' },
  version: { type: 'string' },
  'based-on': { type: 'string' },
  supersedes: { type: 'string' },
  publish: { type: 'boolean', default: false },
  drafts: { type: 'boolean', default: false },
  comment: { type: 'string' },
  language: { type: 'string', default: 'en' },
  as: { type: 'string', default: 'adam' },
} as const;

/** Runs a command line and returns its exit code. @throws CliError with a message for the user. */
export async function runAgreementCommand(args: string[], environment: CommandEnvironment): Promise<number> {
  const { command, numbers, values } = parseCommandLine(args);
  const context: CommandContext = {
    ...environment,
    connect: () => environment.connect(values.as),
    language: parseLanguage(values.language),
  };
  const file = values.file === undefined ? undefined : resolve(environment.directory, values.file);
  switch (command) {
    case 'check':
      return check(required(file, '--file'), values.file ?? '', context);
    case 'list':
      return values.drafts ? listDrafts(context) : listVersions(context);
    case 'diff':
      return diff(numbers, file, values.file ?? '', context);
    case 'export':
      return exportVersion(parseVersion(required(values.version, '--version'), '--version'), file, context);
    case 'import': {
      const { 'based-on': basedOnVersion, supersedes, publish, comment } = values;
      if (publish && !comment?.trim())
        throw new CliError('--comment is missing: say why the agreement is published.', 2);
      return importFile(required(file, '--file'), values.file ?? '', context, {
        ...(basedOnVersion !== undefined && { basedOnVersion: parseVersion(basedOnVersion, '--based-on') }),
        ...(publish &&
          comment !== undefined && {
            publishing: {
              comment,
              ...(supersedes !== undefined && { supersedes: parseVersion(supersedes, '--supersedes') }),
            },
          }),
      });
    }
    default:
      context.print(USAGE);
      return 2;
  }
}

interface CommandContext {
  print: (line: string) => void;
  connect: () => Promise<AgreementApiClient>;
  language: Language;
}

function check(file: string, fileName: string, { print }: CommandContext): number {
  const { agreement } = readAgreementFile(file, fileName, print);
  if (!agreement) return 1;
  print(`${fileName} is valid: "${agreement.title}"`);
  return 0;
}

async function listVersions({ connect, print }: CommandContext): Promise<number> {
  for (const { version, title, sources, publishedAt, publishedBy, comment, ...from } of await (
    await connect()
  ).versions()) {
    const origin =
      from.rolledBackToVersion === undefined
        ? from.basedOnVersion && `from ${from.basedOnVersion}`
        : `back to ${from.rolledBackToVersion}`;
    const parts = [version, publishedAt, publishedBy, title, sources && `for ${sources.join(', ')}`, origin, comment];
    print(parts.filter(Boolean).join('  '));
  }
  return 0;
}

async function listDrafts({ connect, print }: CommandContext): Promise<number> {
  for (const { draftId, title, revision, updatedAt, updatedBy, problems } of await (await connect()).drafts()) {
    const state = problems.length === 0 ? 'valid' : `problems: ${problems.length}`;
    print([draftId, `revision ${revision}`, updatedAt, updatedBy, title, state].join('  '));
  }
  return 0;
}

async function diff(
  numbers: string[],
  file: string | undefined,
  fileName: string,
  context: CommandContext,
): Promise<number> {
  const [before, after] = numbers.map((number) => parseVersion(number, 'a version'));
  if (before === undefined || (after === undefined) === (file === undefined)) {
    throw new CliError('diff needs two versions, or a version and a file: diff 2 3, or diff 2 --file a.yaml', 2);
  }
  const { connect, print, language } = context;
  if (file === undefined || after !== undefined) {
    printChanges((await (await connect()).diff(before, after ?? before, language)).changes, print);
    return 0;
  }
  const { agreement } = readAgreementFile(file, fileName, print);
  if (!agreement) return 1;
  printChanges(describeDiff(await (await connect()).document(before), agreement, language), print);
  return 0;
}

async function exportVersion(
  version: number,
  file: string | undefined,
  { connect, print }: CommandContext,
): Promise<number> {
  const server = await connect();
  const isJson = file?.endsWith('.json') === true;
  const text = isJson
    ? `${JSON.stringify(await server.document(version), undefined, 2)}\n`
    : await server.text(version);
  if (file === undefined) print(text.trimEnd());
  else writeFileSync(file, text);
  return 0;
}

async function importFile(
  file: string,
  fileName: string,
  { connect, print, language }: CommandContext,
  { basedOnVersion, publishing }: { basedOnVersion?: number; publishing?: { comment: string; supersedes?: number } },
): Promise<number> {
  const { text, agreement } = readAgreementFile(file, fileName, print);
  if (!agreement) return 1;
  const server = await connect();
  const draft = await server.createDraft({ text, ...(basedOnVersion !== undefined && { basedOnVersion }) });
  const { from, changes } = await server.diffOfDraft(draft, language);
  for (const { line, column, path, message } of draft.warnings)
    print(`${fileName}:${line}:${column} warning: ${path}: ${message}`);
  if (publishing && changes.length === 0) {
    await server.deleteDraft(draft);
    print(`The file equals version ${from}. Nothing was published.`);
    return 0;
  }
  print(`Draft ${draft.draftId}, compared with version ${from}:`);
  printChanges(changes, print);
  if (publishing) print(`Published as version ${(await server.publishDraft(draft, publishing, language)).version}.`);
  return 0;
}

/** Reads and parses the file. Prints one problem per line, in the format of compilers. */
function readAgreementFile(
  file: string,
  fileName: string,
  print: CommandContext['print'],
): { text: string; agreement?: Agreement } {
  const text = readText(file, fileName);
  const { agreement, problems } = parseAgreement(text);
  for (const { line, column, path, message } of problems) print(`${fileName}:${line}:${column} ${path}: ${message}`);
  return { text, ...(agreement && { agreement }) };
}

function readText(file: string, fileName: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError(`Cannot read ${fileName}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const printChanges = (changes: readonly { description: string }[], print: CommandContext['print']): void => {
  for (const { description } of changes) print(`  ${description}`);
  if (changes.length === 0) print('  No differences.');
};

function parseCommandLine(parameters: string[]) {
  try {
    const { positionals, values } = parseArgs({ args: parameters, allowPositionals: true, options });
    const [command, ...numbers] = positionals;
    return { command, numbers, values };
  } catch (error) {
    throw new CliError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, 2);
  }
}

function required(value: string | undefined, name: string): string {
  if (value !== undefined) return value;
  throw new CliError(`${name} is missing.\n${USAGE}`, 2);
}

function parseVersion(text: string, name: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new CliError(`${name} must be a whole number such as 3, not "${text}".`, 2);
}

function parseLanguage(text: string): Language {
  if (isLanguage(text)) return text;
  throw new CliError(`--language must be en or ru, not "${text}".`, 2);
}
