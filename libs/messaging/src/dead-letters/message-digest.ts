import { createHash } from 'node:crypto';
import { isAddedHeader } from '../events/replay-headers.ts';
import type { FetchedMessage, RecordHeaders } from '../kafka/kafka-records.ts';

/** The same for a message and its replay: key, value and headers, without those that dead letters and replays add. */
export function messageDigest({ rawKey, rawValue, rawHeaders }: FetchedMessage): Buffer {
  const headers = Object.entries(rawHeaders)
    .filter(([name]) => !isAddedHeader(name))
    .map(([name, value]) => [name, headerBytes(value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const parts = [rawKey?.toString('base64') ?? null, rawValue?.toString('base64') ?? null, headers];
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

const headerBytes = (value: RecordHeaders[string]): string[] =>
  [value ?? []].flat().map((part) => Buffer.from(part).toString('base64'));
