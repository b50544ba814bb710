import type { SqlExecutor } from '@baton/messaging';

/** A transaction that may send statements before those ahead of them are answered. */
export interface PipelinedExecutor extends SqlExecutor {
  readonly isPipelined: true;
}

/**
 * Steps in this order, of which none needs another's answer. On a pipelined connection they travel together and cost
 * one round trip; on any other, one after the other.
 */
export async function together<First, Second>(
  transaction: SqlExecutor | PipelinedExecutor,
  first: () => Promise<First>,
  second: () => Promise<Second>,
): Promise<[First, Second]> {
  if ('isPipelined' in transaction) return Promise.all([first(), second()]);
  return [await first(), await second()];
}
