import type { StoryName } from './cast.ts';
import type { Desk } from './desk.ts';

type Story = (desk: Desk) => Promise<void>;

/** Reasons that a look at the lead gives, each with the proof that the default agreement demands. */
const atReceipt = [
  { reason: 'non-target-region', proof: { kind: 'note' }, text: 'The form says another continent.' },
  { reason: 'wrong-contact', proof: { kind: 'call-record', reference: 'call-1' } },
  { reason: 'duplicate', proof: { kind: 'lead-id', reference: 'another-lead' } },
  { reason: 'bot', proof: { kind: 'document', reference: 'form-log-7' } },
  { reason: 'student', proof: { kind: 'link', reference: 'https://university.example/people' } },
  { reason: 'competitor', proof: { kind: 'link', reference: 'https://competitor.example' } },
  { reason: 'wrong-manager', proof: { kind: 'note' }, text: 'Belongs to the partner desk.' },
] as const;

/** Reasons that only a conversation shows. */
const afterTalk = [
  { reason: 'no-budget', proof: { kind: 'call-record', reference: 'call-2' } },
  { reason: 'no-need', proof: { kind: 'call-record', reference: 'call-3' } },
  { reason: 'not-a-decision-maker', proof: { kind: 'call-record', reference: 'call-4' }, text: 'Asks her director.' },
] as const;

const prompt: Story = async (desk) => {
  await desk.takeTime();
  await desk.open();
  await desk.takeTime();
  await desk.accept();
  await desk.takeTime();
  await desk.touch('reached');
  if (desk.chance.happens(0.4)) await desk.note('Wants the offer by Friday.');
  await desk.takeTime(500, 3000);
  await desk.qualify();
};

/** Most returns are accepted; some are contested, and some of these come back to sales. */
const reviewed: Story = async (desk) => {
  await desk.takeTime();
  if (desk.chance.happens(0.6)) return desk.acceptReturn();
  if (desk.chance.happens(0.5)) return desk.dispute('upheld');
  await desk.dispute('overturned');
  await prompt(desk);
};

const returned: Story = async (desk) => {
  const given = desk.chance.pick(atReceipt);
  if (await desk.giveBack(given.reason, given.proof, 'text' in given ? given.text : undefined)) await reviewed(desk);
};

const returnedAfterTalk: Story = async (desk) => {
  await desk.touch('reached');
  await desk.takeTime(500, 2500);
  const given = desk.chance.pick(afterTalk);
  const answers = desk.chance.happens(0.5) ? [{ question: 'need', answer: 'no', evidence: given.proof }] : [];
  const text = 'text' in given ? given.text : undefined;
  if (await desk.giveBack(given.reason, given.proof, text, answers)) await reviewed(desk);
};

/** Unanswered attempts over two channels, far enough apart to count. */
async function attempts(desk: Desk, count: number): Promise<void> {
  for (let made = 0; made < count; made += 1) {
    await desk.touch(made % 2 === 0 ? 'no-answer' : 'sent', made % 2 === 0 ? 'call' : 'email');
    await desk.takeTime(600, 1800);
  }
}

async function untilReassigned(desk: Desk): Promise<void> {
  await desk.until((view) => view.record.some(({ step }) => step.why === 'reassigned'), 75_000);
}

/** How sales deals with one handoff, from the moment it is theirs. */
export const stories: Readonly<Record<StoryName, Story>> = {
  prompt,
  persistent: async (desk) => {
    await desk.takeTime();
    await attempts(desk, desk.chance.between(1, 4));
    await desk.touch('reached');
    await desk.takeTime();
    await desk.qualify();
  },
  slow: async (desk) => {
    if (desk.chance.happens(0.5)) await desk.open();
    await desk.untilPassedOn();
    await prompt(desk);
  },
  'tardy-caller': async (desk) => {
    await desk.takeTime();
    await desk.accept();
    await desk.untilPassedOn();
    await desk.takeTime();
    await (desk.chance.happens(0.5) ? returnedAfterTalk(desk) : prompt(desk));
  },
  declined: async (desk) => {
    await desk.takeTime();
    await desk.decline();
    await (desk.chance.happens(0.3) ? returned(desk) : prompt(desk));
  },
  'everyone-declines': async (desk) => {
    for (let reps = 0; reps < 4; reps += 1) {
      await desk.takeTime(100, 500);
      if (!(await desk.decline())) break;
    }
    await desk.until((view) => view.ownerId !== null, 30_000);
    await prompt(desk);
  },
  'returned-at-receipt': async (desk) => {
    await desk.takeTime();
    if (desk.chance.happens(0.5)) await desk.open();
    await returned(desk);
  },
  'returned-after-talk': async (desk) => {
    await desk.takeTime();
    await returnedAfterTalk(desk);
  },
  exhausted: async (desk) => {
    await desk.takeTime();
    await desk.accept();
    await attempts(desk, 7);
  },
  unreachable: async (desk) => {
    await desk.takeTime();
    await attempts(desk, 5);
    await desk.closeUnreachable();
  },
  neglected: async (desk) => {
    await untilReassigned(desk);
    await returnedAfterTalk(desk);
  },
  hanging: async (desk) => {
    await desk.takeTime();
    await desk.accept();
    await desk.touch('voicemail');
  },
  abandoned: async () => undefined,
};
