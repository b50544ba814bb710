import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import { PgPool, routesOf } from '@baton/service';
import { accessViolations, matrixRecordsNeeded, recordTowards, uniqueLeadId } from '@baton/testing';
import type { AccessMatrix, MatrixCaller, MatrixRecord, RouteRule } from '@baton/testing';
import { jest } from '@jest/globals';
import { WorkflowUpdates } from './command-gateway/workflow-updates.ts';
import { RecordStore } from './commit/record-store.ts';
import { HandoffFixture } from './spec/handoff-fixture.ts';

const handoffUrl =
  (rest = '') =>
  ({ leadId }: MatrixRecord): string =>
    `/handoffs/handoff-${leadId}-1${rest}`;

const ticketUrl =
  (rest: string) =>
  ({ leadId }: MatrixRecord): string =>
    `/tickets/handoff-${leadId}-1.not-accepted/${rest}`;

const byIntegration = ({ role }: MatrixCaller): boolean => role === 'integration';

/** A command. A reader of the record who may not give it learns why, and everyone else gets a 404. */
const command = (rest: string, payload: object = {}): RouteRule => ({
  asks: 'record',
  url: handoffUrl(`/${rest}`),
  payload,
  letsThrough: byIntegration,
});

const evidence = { kind: 'note' };

const rules: Readonly<Record<string, RouteRule>> = {
  'GET /handoffs': { asks: 'list', url: ({ leadId }) => `/handoffs?leadId=${leadId}` },
  'GET /handoffs/:handoffId': { asks: 'record', url: handoffUrl() },
  'GET /handoffs/:handoffId/routing': { asks: 'record', url: handoffUrl('/routing') },
  'GET /tickets': { asks: 'list', url: () => '/tickets?limit=200' },
  'POST /tickets/:ticketId/acknowledge': { asks: 'record', url: ticketUrl('acknowledge') },
  'POST /tickets/:ticketId/comments': { asks: 'record', url: ticketUrl('comments'), payload: { text: 'Seen' } },

  'POST /handoffs/:handoffId/open': command('open'),
  'POST /handoffs/:handoffId/accept': command('accept'),
  'POST /handoffs/:handoffId/decline': command('decline', { reason: 'capacity' }),
  'POST /handoffs/:handoffId/touches': command('touches', { channel: 'call', outcome: 'no-answer', evidence }),
  'POST /handoffs/:handoffId/touches/:version/void': command('touches/1/void', { reason: 'mistaken' }),
  'POST /handoffs/:handoffId/qualify': command('qualify', { answers: [{ question: 'need', answer: 'yes', evidence }] }),
  'POST /handoffs/:handoffId/answers': command('answers', {
    answers: [{ question: 'need', answer: 'yes', evidence }],
  }),
  'POST /handoffs/:handoffId/return': command('return', {
    reason: 'competitor',
    proof: { kind: 'link', reference: 'https://competitor.example' },
  }),
  'POST /handoffs/:handoffId/return/accept': command('return/accept', { disposition: 'nurtured' }),
  'POST /handoffs/:handoffId/return/contest': command('return/contest', { text: 'It is one' }),
  'POST /handoffs/:handoffId/return/verdict': command('return/verdict', { verdict: 'upheld', fault: 'lead' }),
  'POST /handoffs/:handoffId/return/hold': command('return/hold'),
  'POST /handoffs/:handoffId/notes': command('notes', { text: 'Called' }),
  'POST /handoffs/:handoffId/close-unreachable': command('close-unreachable'),
  'POST /handoffs/:handoffId/reassign': command('reassign'),
  'POST /handoffs/:handoffId/next-step': command('next-step', { nextStepAt: '2099-01-01T09:00:00Z', evidence }),
  'POST /handoffs/:handoffId/postpone': command('postpone', { until: '2099-01-01T09:00:00Z', evidence }),
  'POST /handoffs/:handoffId/correct-contact': command('correct-contact', {
    contactMethod: 'phone',
    value: '+79120000001',
  }),
  'POST /handoffs/:handoffId/lead-replied': command('lead-replied', { channel: 'email', evidence }),
  'POST /handoffs/:handoffId/opt-out': command('opt-out', { evidence }),
  'POST /handoffs/:handoffId/outcome': {
    asks: 'record',
    url: handoffUrl('/outcome'),
    payload: { outcome: 'lost', reason: 'no budget' },
    // A closer may report on every SQL that their team has.
    letsThrough: (caller, { relation }) =>
      byIntegration(caller) ||
      (caller.role === 'closer' && ['own team has it', 'queued in own team'].includes(relation)),
  },
};

/** About people, teams, agreements and keys, not about a record: the role decides, and the person or team named. */
const routesWithoutRecord = [
  'GET /people',
  'GET /people/:personId',
  'PUT /people/:personId',
  'POST /people/:personId/absences',
  'DELETE /people/:personId/absences/:absenceId',
  'POST /people/:personId/leave',
  'POST /people/:personId/rejoin',
  'GET /teams',
  'PUT /teams/:teamId',
  'GET /accounts/:domain',
  'PUT /accounts/:domain',
  'DELETE /accounts/:domain',
  // Notifications belong to their recipients.
  'GET /notifications',
  'POST /notifications/:notificationId/resend',
  'GET /notifications/settings/:personId',
  'PUT /notifications/settings/:personId',
  // A bulk command belongs to the person who started it, and asks about each handoff as the command alone does.
  'POST /bulk',
  'GET /bulk/:bulkId',
  'GET /agreements',
  'GET /agreements/schema',
  'GET /agreements/:version',
  'GET /agreements/:before/diff/:after',
  'POST /agreements',
  'POST /agreements/:version/rollback',
  'GET /agreements/drafts',
  'GET /agreements/drafts/:draftId',
  'GET /agreements/drafts/:draftId/diff',
  'POST /agreements/drafts',
  'PUT /agreements/drafts/:draftId',
  'DELETE /agreements/drafts/:draftId',
  'POST /agreements/drafts/:draftId/publish',
  'GET /integrations',
  'POST /integrations',
  'POST /integrations/:integrationId/keys',
  'POST /integrations/:integrationId/keys/:keyId/rotate',
  'DELETE /integrations/:integrationId/keys/:keyId',
];

describe('The access matrix of the handoff service', () => {
  let handoffs: HandoffFixture;
  let records: AccessMatrix['records'];
  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
    // Without a worker nothing moves the records on.
    await handoffs.worker?.close();
    handoffs.worker = undefined;
    records = matrixRecordsNeeded().map((needed) => ({ ...needed, leadId: uniqueLeadId() }));
    for (const record of records) await saveRecord(record);
    // What passes the question about the record would wait for a workflow.
    jest.spyOn(handoffs.api!.get(WorkflowUpdates), 'execute').mockResolvedValue(undefined);
  });
  afterAll(() => handoffs?.stop());

  it('every route answers each role and relation to the record as the rule about records says', async () => {
    const violations = await accessViolations({
      routes: routesOf(handoffs.api!),
      rules: {
        ...rules,
        ...Object.fromEntries(routesWithoutRecord.map((name): [string, RouteRule] => [name, { asks: 'role' }])),
      },
      records,
      send: (caller, request) => handoffs.sendAs(caller, request),
    });
    expect(violations).toEqual([]);
  }, 600_000);

  async function saveRecord({ leadId, relation, callerId = '' }: AccessMatrix['records'][number]): Promise<void> {
    const store = handoffs.api!.get(RecordStore);
    const steps = recordTowards(relation, leadId, callerId);
    const identity = { handoffId: `handoff-${leadId}-1`, leadId, handoffNumber: 1, agreementVersion: 1 };
    await inTransaction(handoffs.api!.get(PgPool), async (client) => {
      const transaction = sqlExecutorOf(client);
      for (const { at, actor, cause, step } of steps)
        await store.append(transaction, identity, cause, [{ at, actor, step }]);
      await transaction.query(
        `INSERT INTO handoff.ticket (ticket_id, handoff_id, kind, owner_id, opened_at, since)
         VALUES ($1 || '.not-accepted', $1, 'not-accepted', 'somebody', now(), now())`,
        [identity.handoffId],
      );
    });
  }
});
