import { BoundedMap } from '../bounded-map.ts';
import { firstEndingAfter } from './span.ts';
import type { Span } from './span.ts';
import { DAY } from './units.ts';

/** Spans are computed in blocks of this length and cached. */
const BLOCK = 64 * DAY;
/** A little over ten years. */
const BLOCKS_SEARCHED = 59;
/** About a century of blocks. */
const BLOCKS_KEPT = 600;

interface Block {
  spans: Span[];
  total: number;
}

/** Time that passes only inside spans. Spans are computed once, and only for the periods asked for. */
export class Timeline {
  readonly #blocks = new BoundedMap<number, Block>(BLOCKS_KEPT);
  readonly #spansBetween: (from: number, to: number) => Span[];

  constructor(spansBetween: (from: number, to: number) => Span[]) {
    this.#spansBetween = spansBetween;
  }

  has(at: number): boolean {
    return this.next(at, 1) === at;
  }

  /** The first time inside a span, at or after `at`; undefined when there is none within ten years. */
  next(at: number, blocks = BLOCKS_SEARCHED): number | undefined {
    const first = Math.floor(at / BLOCK);
    for (let index = first; index < first + blocks; index++) {
      const { spans } = this.#block(index);
      const span = spans[firstEndingAfter(spans, at)];
      if (span) return Math.max(at, span.from);
    }
    return undefined;
  }

  /** The end of the span around `at`, or `at` itself outside any span; undefined when the span lasts ten years or more. */
  endOfSpan(at: number): number | undefined {
    const first = Math.floor(at / BLOCK);
    let end = at;
    for (let index = first; index < first + BLOCKS_SEARCHED; index++) {
      const { spans } = this.#block(index);
      const span = spans[firstEndingAfter(spans, end)];
      if (!span || span.from > end) return end;
      end = span.to;
      if (end < (index + 1) * BLOCK) return end;
    }
    return undefined;
  }

  /** The earliest time by which this much has passed; undefined when that takes more than ten years. */
  add(at: number, milliseconds: number): number | undefined {
    let remaining = milliseconds;
    const first = Math.floor(at / BLOCK);
    for (let index = first; index < first + BLOCKS_SEARCHED; index++) {
      const { spans, total } = this.#block(index);
      if (index > first && total < remaining) {
        remaining -= total;
        continue;
      }
      for (let position = firstEndingAfter(spans, at); position < spans.length; position++) {
        const span = spans[position] as Span;
        const from = Math.max(at, span.from);
        if (remaining <= span.to - from) return from + remaining;
        remaining -= span.to - from;
      }
    }
    return undefined;
  }

  passed(from: number, to: number): number {
    let sum = 0;
    for (let index = Math.floor(from / BLOCK); index * BLOCK < to; index++) {
      const { spans, total } = this.#block(index);
      const whole = from <= index * BLOCK && (index + 1) * BLOCK <= to;
      sum += whole ? total : passedWithin(spans, from, to);
    }
    return sum;
  }

  #block(index: number): Block {
    const known = this.#blocks.get(index);
    if (known) return known;
    const spans = this.#spansBetween(index * BLOCK, (index + 1) * BLOCK);
    const block = { spans, total: passedWithin(spans, -Infinity, Infinity) };
    this.#blocks.set(index, block);
    return block;
  }
}

function passedWithin(spans: Span[], from: number, to: number): number {
  let sum = 0;
  for (let position = firstEndingAfter(spans, from); position < spans.length; position++) {
    const span = spans[position] as Span;
    if (span.from >= to) break;
    sum += Math.min(span.to, to) - Math.max(span.from, from);
  }
  return sum;
}
