import type { ScenarioName } from './plan-leads.ts';
import type { HandoffClient } from './handoff-client.ts';

type Scenario = (handoff: HandoffClient) => Promise<void>;

/** Return reasons that are visible on receipt, with the proof that the default agreement requires. */
const reasonsOnReceipt = [
  { reason: 'non-target-region', proof: { kind: 'note' }, text: 'The form says another continent.' },
  { reason: 'wrong-contact', proof: { kind: 'call-record', reference: 'call-1' } },
  { reason: 'duplicate', proof: { kind: 'lead-id', reference: 'another-lead' } },
  { reason: 'bot', proof: { kind: 'document', reference: 'form-log-7' } },
  { reason: 'student', proof: { kind: 'link', reference: 'https://university.example/people' } },
  { reason: 'competitor', proof: { kind: 'link', reference: 'https://competitor.example' } },
  { reason: 'misrouted', proof: { kind: 'note' }, text: 'Belongs to the partner desk.' },
] as const;

/** Return reasons that become visible in a conversation. */
const reasonsAfterConversation = [
  { reason: 'no-budget', proof: { kind: 'call-record', reference: 'call-2' } },
  { reason: 'no-need', proof: { kind: 'call-record', reference: 'call-3' } },
  { reason: 'not-a-decision-maker', proof: { kind: 'call-record', reference: 'call-4' }, text: 'Asks her director.' },
] as const;

const prompt: Scenario = async (handoff) => {
  await handoff.wait();
  await handoff.open();
  await handoff.wait();
  await handoff.accept();
  await handoff.wait();
  await handoff.touch('reached');
  if (handoff.random.chance(0.4)) await handoff.note('Wants the offer by Friday.');
  await handoff.wait(500, 3000);
  await handoff.qualify();
};

/** Marketing accepts most returns and contests some. Some disputes are overturned, and sales continues. */
const reviewReturn: Scenario = async (handoff) => {
  await handoff.wait();
  if (handoff.random.chance(0.6)) return handoff.acceptReturn();
  if (handoff.random.chance(0.5)) return handoff.dispute('upheld');
  await handoff.dispute('overturned');
  await prompt(handoff);
};

const returnOnReceipt: Scenario = async (handoff) => {
  const chosen = handoff.random.pick(reasonsOnReceipt);
  if (await handoff.returnLead(chosen.reason, chosen.proof, 'text' in chosen ? chosen.text : undefined))
    await reviewReturn(handoff);
};

const returnAfterConversation: Scenario = async (handoff) => {
  await handoff.touch('reached');
  await handoff.wait(500, 2500);
  const chosen = handoff.random.pick(reasonsAfterConversation);
  const answers = handoff.random.chance(0.5) ? [{ question: 'need', answer: 'no', evidence: chosen.proof }] : [];
  const text = 'text' in chosen ? chosen.text : undefined;
  if (await handoff.returnLead(chosen.reason, chosen.proof, text, answers)) await reviewReturn(handoff);
};

/** Touches without a reply over two channels, far enough apart to count separately. */
async function attemptTouches(handoff: HandoffClient, count: number): Promise<void> {
  for (let made = 0; made < count; made += 1) {
    await handoff.touch(made % 2 === 0 ? 'no-answer' : 'sent', made % 2 === 0 ? 'call' : 'email');
    await handoff.wait(600, 1800);
  }
}

/** What sales does with a handoff after the transfer. */
export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  prompt,
  persistent: async (handoff) => {
    await handoff.wait();
    await attemptTouches(handoff, handoff.random.between(1, 4));
    await handoff.touch('reached');
    await handoff.wait();
    await handoff.qualify();
  },
  slow: async (handoff) => {
    if (handoff.random.chance(0.5)) await handoff.open();
    await handoff.waitForOwnerChange();
    await prompt(handoff);
  },
  'late-caller': async (handoff) => {
    await handoff.wait();
    await handoff.accept();
    await handoff.waitForOwnerChange();
    await handoff.wait();
    await (handoff.random.chance(0.5) ? returnAfterConversation(handoff) : prompt(handoff));
  },
  declined: async (handoff) => {
    await handoff.wait();
    await handoff.decline();
    await (handoff.random.chance(0.3) ? returnOnReceipt(handoff) : prompt(handoff));
  },
  'everyone-declines': async (handoff) => {
    for (let reps = 0; reps < 4; reps += 1) {
      await handoff.wait(100, 500);
      if (!(await handoff.decline())) break;
    }
    await handoff.waitForOwner();
    await prompt(handoff);
  },
  'returned-on-receipt': async (handoff) => {
    await handoff.wait();
    if (handoff.random.chance(0.5)) await handoff.open();
    await returnOnReceipt(handoff);
  },
  'returned-after-conversation': async (handoff) => {
    await handoff.wait();
    await returnAfterConversation(handoff);
  },
  'touches-exhausted': async (handoff) => {
    await handoff.wait();
    await handoff.accept();
    await attemptTouches(handoff, 7);
  },
  unreachable: async (handoff) => {
    await handoff.wait();
    await attemptTouches(handoff, 5);
    await handoff.closeUnreachable();
  },
  'never-accepted': async (handoff) => {
    // Both owners are assigned no lead until their next step. The lead goes to a free slot or back to the queue.
    await handoff.waitForMissedAcceptances(2);
    await returnAfterConversation(handoff);
  },
  hanging: async (handoff) => {
    await handoff.wait();
    await handoff.accept();
    await handoff.touch('voicemail');
  },
  abandoned: async () => undefined,
};
