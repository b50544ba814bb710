/** A half-open period in milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** Adds a span that does not start before the last one. A span that touches the last one extends it. */
export function append(spans: Span[], { from, to }: Span): void {
  const last = spans.at(-1);
  if (last && from <= last.to) last.to = Math.max(last.to, to);
  else spans.push({ from, to });
}

/** Sorted and without overlaps. */
export function merged(spans: Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((one, other) => one.from - other.from)) append(result, span);
  return result;
}

/** The parts of a span outside the others, which must be merged. */
export function without(span: Span, others: Span[]): Span[] {
  const parts: Span[] = [];
  let from = span.from;
  for (const other of others) {
    if (other.to <= from) continue;
    if (other.from >= span.to) break;
    if (other.from > from) parts.push({ from, to: other.from });
    from = other.to;
  }
  if (from < span.to) parts.push({ from, to: span.to });
  return parts;
}

/** The index of the first of these sorted spans that ends after `at`. */
export function firstEndingAfter(spans: Span[], at: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle] as Span).to <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
