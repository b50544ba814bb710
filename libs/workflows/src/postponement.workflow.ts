import { formatLocalTime, shape, utcClock } from '@baton/domain';
import {
  ApplicationFailure,
  CancellationScope,
  condition,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { MALFORMED } from './handoff.contract.ts';
import { localClockShape } from './handoff-input.ts';
import { POSTPONEMENT_OVER_SIGNAL, postponementIdOf } from './postponement.contract.ts';
import type { PostponementActivities, PostponementInput, ResumptionResult } from './postponement.contract.ts';

/** Another worker soon takes over from one that died. */
const { resumePostponedLead } = proxyActivities<PostponementActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

/** The wait for a moment that has passed. Without it an activity with a wrong clock would be called again without a pause. */
const SHORTEST_WAIT_MILLISECONDS = 60_000;

const { moment, objectOf, oneOf, optional, shortText } = shape;

const postponementInput = objectOf({
  handoffId: shortText,
  until: moment,
  ownerId: shortText,
  localClock: optional(localClockShape),
});
const resumptionResult = objectOf({ outcome: oneOf(['resumed', 'over', 'waits']), until: optional(moment) });

const postponementOver = defineSignal(POSTPONEMENT_OVER_SIGNAL);

/** Waits for the date that a lead asked for, and for its owner to work, and then lets the lead come back to them. */
export async function postponement(received: PostponementInput): Promise<ResumptionResult['outcome']> {
  const { handoffId, until, ownerId, localClock: clock = utcClock } = readInput(received);
  let isOver = false;
  setHandler(postponementOver, () => void (isOver = true));

  // --------------------------------------------------------------------------------------------

  // A cancellation in the Temporal UI must not lose a lead.
  return CancellationScope.nonCancellable(async () => {
    showDetails(`Postponed until ${local(until)}`);
    if (await isOverBefore(until, `postponed until ${local(until)}, then back to ${ownerId}`)) return 'over';
    for (;;) {
      const summary = `back to ${ownerId}, if nothing has replaced the postponement`;
      const result = readResult(
        await resumePostponedLead.executeWithOptions({ summary }, [{ handoffId, now: new Date().toISOString() }]),
      );
      if (result.outcome !== 'waits') return result.outcome;
      showDetails(`Its date was ${local(until)}; waits for ${ownerId} to work at ${local(result.until)}`);
      if (await isOverBefore(result.until, `waits for ${ownerId} to work at ${local(result.until)}`)) return 'over';
    }
  });

  function local(at: string): string {
    return formatLocalTime(at, clock, new Date().toISOString());
  }

  function showDetails(situation: string): void {
    setCurrentDetails(`### ${situation}\n\n- Owner: **${ownerId}**\n- Handoff \`${handoffId}\``);
  }

  async function isOverBefore(at: string, summary: string): Promise<boolean> {
    const milliseconds = Date.parse(at) - Date.now();
    return isOver || condition(() => isOver, milliseconds > 0 ? milliseconds : SHORTEST_WAIT_MILLISECONDS, { summary });
  }
}

/** A start that someone typed in the Temporal UI fails instead of failing its task forever. */
function readInput(received: unknown): PostponementInput {
  const mismatch = postponementInput(received);
  if (mismatch !== undefined) throw malformed(`Its ${mismatch || 'input'} is malformed.`);
  const input = received as PostponementInput;
  if (workflowInfo().workflowId === postponementIdOf(input.handoffId)) return input;
  throw malformed(`The postponement of ${input.handoffId} has the workflow id ${postponementIdOf(input.handoffId)}.`);
}

function readResult(result: unknown): ResumptionResult {
  const mismatch = resumptionResult(result);
  const read = result as ResumptionResult;
  if (mismatch !== undefined || (read.outcome === 'waits' && read.until === undefined))
    throw malformed('The result of an activity is malformed.');
  return read;
}

const malformed = (reason: string): ApplicationFailure => ApplicationFailure.nonRetryable(reason, MALFORMED);
