import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Document, LineCounter, Node, Pair } from 'yaml';

export type DocumentPath = readonly (string | number)[];

/** Counted from 1, as in editors. */
export interface Position {
  line: number;
  column: number;
}

interface ParsedText {
  document: Document.Parsed;
  lines: LineCounter;
}

/**
 * The position of a path in the text: of the value if it is plain, of the key if the value is a list or map, and of the
 * parent if the path does not exist.
 */
export function positionOf(path: DocumentPath, { document, lines, atKey }: ParsedText & { atKey: boolean }): Position {
  let node = resolveAlias(document.contents, document);
  let offset = offsetOf(node) ?? 0;
  for (const [index, part] of path.entries()) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(({ key }) => keyOf(key) === String(part));
      if (!pair) break;
      const value = isNode(pair.value) ? pair.value : undefined;
      node = resolveAlias(value, document);
      const isPlain = isScalar(value) && value.value !== null && !(atKey && index === path.length - 1);
      offset = offsetOf(isPlain || isAliasTo(value, node) ? value : pair.key) ?? offset;
    } else if (isSeq(node) && isNode(node.items[Number(part)])) {
      const item = node.items[Number(part)] as Node;
      node = resolveAlias(item, document);
      offset = offsetOf(item) ?? offset;
    } else break;
  }
  const { line, col } = lines.linePos(offset);
  return { line, column: Math.max(col, 1) };
}

/** Keys that occur twice in one map, at their later position. */
export function duplicateKeys({ document, lines }: ParsedText): (Position & { path: DocumentPath; key: string })[] {
  const found: (Position & { path: DocumentPath; key: string })[] = [];
  const visit = (node: unknown, path: DocumentPath): void => {
    if (isSeq(node)) node.items.forEach((item, index) => visit(item, [...path, index]));
    if (!isMap(node)) return;
    const seen = new Set<string>();
    for (const { key, value } of node.items) {
      const name = keyOf(key);
      const { line, col } = lines.linePos(offsetOf(key) ?? 0);
      if (seen.has(name)) found.push({ path: [...path, name], key: name, line, column: col });
      seen.add(name);
      visit(value, [...path, name]);
    }
  };
  visit(document.contents, []);
  return found;
}

const keyOf = (key: unknown): string => String(isScalar(key) ? key.value : key);
const offsetOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
const isAliasTo = (value: unknown, node: unknown): boolean => isAlias(value) && isScalar(node);

/** Follows an alias, so that problems are reported where the value is written. */
const resolveAlias = (node: Node | null | undefined, document: Document.Parsed): Node | undefined =>
  (isAlias(node) ? node.resolve(document) : node) ?? undefined;
