import { defaultPayloadConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import type { HandoffInput } from '../handoff.contract.ts';
import type { RunningHandoff } from './running-handoff.ts';

const { History } = proto.temporal.api.history.v1;
type History = ReturnType<typeof History.fromObject>;

const directory = new URL('../../histories/', import.meta.url);
const extension = '.history.json';

/** With RECORD_HISTORIES set, saves the history of a path. Later versions of the workflow must replay it. */
export async function saveHistory(name: string, { handle }: RunningHandoff): Promise<void> {
  if (!process.env['RECORD_HISTORIES']) return;
  await mkdir(directory, { recursive: true });
  // Not historyToJSON: it fails where npm installs protobufjs more than once.
  const history = JSON.stringify(await handle.fetchHistory(), undefined, 1);
  await writeFile(new URL(`${name}${extension}`, directory), `${history}\n`);
}

/** The id under which a history ran, and must be replayed. */
export function workflowIdOf({ events }: Pick<History, 'events'>): string {
  const [payload] = events[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  return payload ? defaultPayloadConverter.fromPayload<HandoffInput>(payload).handoffId : '';
}

/** The saved histories, each with the name of its path. */
export async function loadHistories(): Promise<[string, History][]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith(extension)).sort();
  return Promise.all(
    files.map(async (file): Promise<[string, History]> => {
      const text = await readFile(new URL(file, directory), 'utf8');
      return [file.slice(0, -extension.length), History.fromObject(JSON.parse(text) as object)];
    }),
  );
}
