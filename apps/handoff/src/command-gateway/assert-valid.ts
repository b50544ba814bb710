import { schemaErrors, submittedCommand } from '@baton/contracts';
import type { HandoffCommand } from '@baton/domain';
import { problems } from '@baton/service';
import type { Caller } from '@baton/service';

/**
 * Validates commands from HTTP, bulk and Kafka alike, before they can reach a record.
 * @throws Problem 422
 */
export function assertValid({ caller, command }: { caller: Caller; command: HandoffCommand }): void {
  const serialised: unknown = JSON.parse(JSON.stringify({ callerId: caller.id, command }));
  const parsed = submittedCommand.safeParse(serialised);
  if (parsed.success) return;
  const errors = schemaErrors(parsed.error).map((error) => ({
    ...error,
    field: error.field.replace(/^command\./, ''),
  }));
  throw problems.unprocessable(`Correct ${errors.map(({ field }) => field).join(', ')} and send the command again.`, {
    type: 'invalid-fields',
    title: 'Some fields are invalid',
    errors,
  });
}
