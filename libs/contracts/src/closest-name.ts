/** The name that was probably meant; undefined if none is close enough. */
export function closestName(written: string, names: readonly string[]): string | undefined {
  const comparable = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');
  const maximumEdits = Math.max(1, Math.floor(written.length / 3));
  const candidates = names
    .map((name) => ({ name, edits: editDistance(comparable(written), comparable(name)) }))
    .filter(({ edits }) => edits <= maximumEdits)
    .sort((one, other) => one.edits - other.edits);
  return candidates[0]?.name;
}

/** The number of letters to insert, delete, replace or swap with their neighbour. */
function editDistance(one: string, other: string): number {
  let last: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const at = (edits: number[], index: number): number => edits[index] ?? Infinity;
      const isSame = one[i - 1] === other[j - 1];
      const isSwapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next[j] = Math.min(
        at(row, j) + 1,
        at(next, j - 1) + 1,
        at(row, j - 1) + (isSame ? 0 : 1),
        isSwapped ? at(last, j - 2) + 1 : Infinity,
      );
    }
    [last, row] = [row, next];
  }
  return row[other.length] ?? Infinity;
}
