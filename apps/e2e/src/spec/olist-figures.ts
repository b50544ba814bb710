import { readFileSync } from 'node:fs';

export interface OlistFigures {
  byChannel: Record<string, { leads: number; won: number }>;
  medianDaysToWon: number;
}

/** Counts the figures in the two files without any code of Baton. */
export function countOlistFigures(leadFile: string, dealFile: string): OlistFigures {
  const leads = rowsOf(leadFile);
  const wonOn = new Map(rowsOf(dealFile).map((row) => [row['mql_id'], row['won_date']?.slice(0, 10) ?? '']));
  const byChannel: OlistFigures['byChannel'] = {};
  const days: number[] = [];
  for (const row of leads) {
    const counts = (byChannel[row['origin'] ?? ''] ??= { leads: 0, won: 0 });
    counts.leads += 1;
    const day = wonOn.get(row['mql_id']);
    if (day === undefined) continue;
    counts.won += 1;
    days.push((Date.parse(day) - Date.parse(row['first_contact_date'] ?? '')) / 86_400_000);
  }
  return { byChannel, medianDaysToWon: median(days) };
}

function rowsOf(file: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [names[index] ?? '', cell])));
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
