const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');

const word = (name: string): string => `(?<![\\w$#])${escaped(name)}(?![\\w$])`;

const declaration = (name: string): RegExp =>
  new RegExp(
    `^\\s*(?:export )?(?:default )?(?:declare )?(?:abstract )?(?:async )?(?:function\\*?|const|let|class|interface|type|enum) ${word(name)}`,
  );

/** A method, a property or a key. */
const member = (name: string): RegExp =>
  new RegExp(
    `^\\s+(?:(?:public|private|protected|static|readonly|async|get|set) )*#?['"]?${word(name)}['"]?(?:[?!]?:|<|\\()`,
  );

const mention = (name: string): RegExp => new RegExp(word(name));

/**
 * The line, from 1, at which a file declares an identifier; without a declaration, the first line outside of its imports
 * that mentions it. `RecordStore.commit` is the member `commit` after the declaration of `RecordStore`.
 */
export function identifierLine(source: string, identifier: string): number | undefined {
  const lines = source.split('\n');
  const names = identifier.split('.');
  let start = 0;
  for (const [depth, name] of names.entries()) {
    const patterns = depth === 0 ? [declaration(name), member(name)] : [member(name)];
    const found = patterns.map((pattern) => indexFrom(lines, pattern, start)).find((index) => index !== undefined);
    if (found === undefined) return names.length === 1 ? firstMention(lines, name) : undefined;
    start = found + 1;
  }
  return start;
}

function indexFrom(lines: readonly string[], pattern: RegExp, start: number): number | undefined {
  const index = lines.findIndex((line, at) => at >= start && pattern.test(line));
  return index === -1 ? undefined : index;
}

function firstMention(lines: readonly string[], name: string): number | undefined {
  const lastImport = lines.findLastIndex((line) => /^(?:import\b.*|\} )from ['"]/.test(line));
  const index = indexFrom(lines, mention(name), lastImport + 1);
  return index === undefined ? undefined : index + 1;
}
