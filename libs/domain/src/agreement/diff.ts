import type { Agreement } from './agreement.ts';

/** One difference between two agreements. */
export interface AgreementChange {
  /** Keys from the root down. Named items appear by name, not by index: `returns`, `reasons`, `no-budget`. */
  path: string[];
  kind: 'added' | 'removed' | 'changed';
  /** Absent if added. If the path is a list of named items, only their order changed, and the values are the names. */
  before?: unknown;
  /** Absent if removed. */
  after?: unknown;
}

type Item = Record<string, unknown>;

type ItemName = (item: Item) => string | undefined;

const nameFrom =
  (...keys: string[]): ItemName =>
  (item) => {
    const parts = keys.map((key) => item[key]).filter((part) => typeof part === 'string');
    return parts.length === keys.length ? parts.join(' ') : undefined;
  };

/** How to name the items of a list. Lists without named items are compared as a whole. */
function itemNameFor([section, ...rest]: readonly string[]): ItemName | undefined {
  switch ([section, rest.at(-1)].join('.')) {
    case 'criteria.mql':
    case 'criteria.redFlags':
    case 'criteria.sql':
    case 'routing.rules':
    case 'promiseRules.':
      return nameFrom('id');
    case 'returns.reasons':
      return nameFrom('code');
    case 'promises.ladder':
    case 'promiseRules.ladder':
      return nameFrom('after');
    case 'calendar.specialDays':
      return nameFrom('date');
    case 'money.costs':
      return nameFrom('channel', 'month');
    default:
      return undefined;
  }
}

/** Whether the path is that of a list of named items. */
export const isNamedList = (path: readonly string[]): boolean => itemNameFor(path) !== undefined;

/** Every difference, in the order of the document. Empty exactly when the agreements are equal. */
export const agreementDiff = (before: Agreement, after: Agreement): AgreementChange[] => compare(before, after, []);

function compare(before: unknown, after: unknown, path: string[]): AgreementChange[] {
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, path);
  if (isObject(before) && isObject(after)) return compareItems(entries(before), entries(after), path);
  return Object.is(before, after) ? [] : [{ path, kind: 'changed', before, after }];
}

type Items = ReadonlyMap<string, unknown>;

function compareItems(before: Items, after: Items, path: string[]): AgreementChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key): AgreementChange[] => {
    const [old, current] = [before.get(key), after.get(key)];
    if (old === undefined) return [{ path: [...path, key], kind: 'added', after: current }];
    if (current === undefined) return [{ path: [...path, key], kind: 'removed', before: old }];
    return compare(old, current, [...path, key]);
  });
}

function compareLists(before: unknown[], after: unknown[], path: string[]): AgreementChange[] {
  const name = itemNameFor(path);
  const [old, current] = [name && itemsByName(before, name), name && itemsByName(after, name)];
  if (!old || !current) return isSame(before, after) ? [] : [{ path, kind: 'changed', before, after }];
  const common = (one: Items, other: Items): string[] => [...one.keys()].filter((key) => other.has(key));
  const order = { before: common(old, current), after: common(current, old) };
  return [
    ...compareItems(old, current, path),
    ...(isSame(order.before, order.after) ? [] : [{ path, kind: 'changed' as const, ...order }]),
  ];
}

/** The items by name; undefined when an item has no name or two share one. */
function itemsByName(items: unknown[], name: ItemName): Items | undefined {
  const map = new Map<string, unknown>();
  for (const item of items) {
    const itemName = isObject(item) ? name(item) : undefined;
    if (itemName !== undefined) map.set(itemName, item);
  }
  return map.size === items.length ? map : undefined;
}

const entries = (item: Item): Items => new Map(Object.entries(item).filter(([, value]) => value !== undefined));

const isObject = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isSame(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return compare(one, other, []).length === 0;
  return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
}
