import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The weight of each channel. */
export type ChannelMix = Readonly<Record<string, number>>;

/** Invented weights of common channels, for machines without the data set. */
const inventedMix: ChannelMix = {
  'organic search': 25,
  'paid search': 20,
  social: 15,
  'direct traffic': 10,
  email: 8,
  referral: 7,
  webinar: 5,
  partner: 5,
  unknown: 5,
};

const olistLeadsFile = join(import.meta.dirname, '../../../../../shared/data/olist/marketing_qualified_leads.csv');

/** The channel mix of the Olist data set, or an invented one when the file is missing. */
export function channelMix(file = olistLeadsFile): ChannelMix {
  if (!existsSync(file)) return inventedMix;
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const column = header.trim().split(',').indexOf('origin');
  if (column < 0) return inventedMix;
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const channel = line.split(',')[column]?.trim() || 'unknown';
    counts[channel] = (counts[channel] ?? 0) + 1;
  }
  return counts;
}
