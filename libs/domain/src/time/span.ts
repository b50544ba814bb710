/** A half-open stretch of time in milliseconds. */
export interface Span {
  from: number;
  to: number;
}

/** Adds a span behind those before it; one that touches the last, lengthens it. */
export function append(spans: Span[], { from, to }: Span): void {
  const last = spans.at(-1);
  if (last && from <= last.to) last.to = Math.max(last.to, to);
  else spans.push({ from, to });
}

/** Sorted, without overlaps. */
export function merged(spans: Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((one, other) => one.from - other.from)) append(result, span);
  return result;
}

/** What is left of a span without the merged others. */
export function without(span: Span, others: Span[]): Span[] {
  const left: Span[] = [];
  let from = span.from;
  for (const other of others) {
    if (other.to <= from) continue;
    if (other.from >= span.to) break;
    if (other.from > from) left.push({ from, to: other.from });
    from = other.to;
  }
  if (from < span.to) left.push({ from, to: span.to });
  return left;
}

/** The index of the first of these sorted spans that ends after the moment. */
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
