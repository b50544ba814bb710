/** Reads the record of a simulated week as JSON from standard input, and prints it as a diary. See `npm run diary`. */
import type { RecordedStep } from '@baton/domain';
import { describeStep } from './describe-step.ts';

type Entry = { at: string; steps: RecordedStep[] } | { at: string; note: string };

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Moscow', hourCycle: 'h23', ...options });
const dayFormat = format({ weekday: 'long', day: 'numeric', month: 'long' });
const timeFormat = format({ hour: '2-digit', minute: '2-digit' });
const momentFormat = format({ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

const chunks: string[] = [];
for await (const chunk of process.stdin) chunks.push(String(chunk));
let day = '';
for (const entry of JSON.parse(chunks.join('')) as Entry[]) {
  const lines = 'note' in entry ? [`** ${entry.note}`] : linesOf(entry.steps);
  const entryDay = dayFormat.format(new Date(entry.at));
  if (lines.length > 0 && entryDay !== day) console.log(`\n# ${entryDay} (Moscow time)\n`);
  if (lines.length > 0) day = entryDay;
  for (const line of lines) console.log(`${timeFormat.format(new Date(entry.at))} ${line}`);
}

/** One line for each commit: who acted, and what followed. */
function linesOf(steps: readonly RecordedStep[]): string[] {
  const texts = steps.flatMap(({ step }) => describeStep(step, (at) => momentFormat.format(new Date(at))) ?? []);
  const [first] = steps;
  if (!first || texts.length === 0) return [];
  const actor = steps.find((each) => each.actor.kind === 'person')?.actor.id;
  return [`${first.handoffId.replace('handoff-', '#')}${actor ? ` ${actor}` : ''}: ${texts.join('; ')}`];
}
