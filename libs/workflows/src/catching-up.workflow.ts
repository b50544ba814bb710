import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type {
  CatchingUpActivities,
  CatchingUpFindings,
  CatchingUpPage,
  CatchingUpPageRequest,
  CatchingUpRequest,
} from './catching-up.contract.ts';

/** A page is small, so that the work of a worker that died is soon taken up by another. */
const { openHandoffs, runningWorkflows } = proxyActivities<CatchingUpActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

/** So many are named; whoever has more to look at begins with these. */
const NAMED = 50;

/**
 * The record leads. Whatever was lost with Temporal, or in it, comes back from PostgreSQL: afterwards every handoff
 * whose record is open has a workflow, and none is behind its record.
 */
export async function catchingUp({ afterRestore }: CatchingUpRequest): Promise<CatchingUpFindings> {
  let findings: CatchingUpFindings = { looked: 0, started: 0, told: 0, replaced: 0, ahead: [], silent: [] };

  await eachPage('open handoffs', (summary, after) => openHandoffs.executeWithOptions({ summary }, [asked(after)]));
  await eachPage('running workflows', (summary, after) =>
    runningWorkflows.executeWithOptions({ summary }, [asked(after)]),
  );
  return findings;

  function asked(after: string): CatchingUpPageRequest {
    return { afterRestore, after };
  }

  async function eachPage(
    what: string,
    look: (summary: string, after: string) => Promise<CatchingUpPage>,
  ): Promise<void> {
    let page = 1;
    for (let after: string | undefined = ''; after !== undefined; page += 1) {
      const found: CatchingUpPage = await look(`${what}, page ${page}`, after);
      findings = sum(findings, found.findings);
      setCurrentDetails(inWords(findings));
      after = found.after;
    }
  }
}

const named = (one: readonly string[], other: readonly string[]): string[] =>
  [...new Set([...one, ...other])].slice(0, NAMED);

function sum(one: CatchingUpFindings, other: CatchingUpFindings): CatchingUpFindings {
  return {
    looked: one.looked + other.looked,
    started: one.started + other.started,
    told: one.told + other.told,
    replaced: one.replaced + other.replaced,
    ahead: named(one.ahead, other.ahead),
    silent: named(one.silent, other.silent),
  };
}

/** What ops read beside it in the Temporal UI. */
function inWords({ looked, started, told, replaced, ahead, silent }: CatchingUpFindings): string {
  return [
    `Looked at ${looked}: ${started} started from their record, ${told} told of it, ${replaced} replaced after a restore.`,
    ...(ahead.length > 0 ? [`**Ahead of their record:** ${ahead.join(', ')}.`] : []),
    ...(silent.length > 0 ? [`**Do not answer:** ${silent.join(', ')}.`] : []),
  ].join('\n\n');
}
