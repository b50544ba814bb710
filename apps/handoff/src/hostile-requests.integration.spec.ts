import { hostileRequests, serverErrorsOf, waitUntil } from '@baton/testing';
import type { HostileRequest, OpenApiDocument, ValidValues } from '@baton/testing';
import { HandoffFixture } from './spec/handoff-fixture.ts';
import type { ApiResponse } from './spec/handoff-fixture.ts';

describe('hostile requests to the handoff service', () => {
  let handoffs: HandoffFixture;
  let description: OpenApiDocument;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
    description = JSON.parse((await handoffs.call('adam', 'GET', '/openapi.json')).text) as OpenApiDocument;
  });
  afterAll(() => handoffs?.stop());

  /** A command is fully validated only for an existing handoff. */
  const startHandoff = async (): Promise<{ handoffId: string; owner: string }> => {
    const { handoffId } = await handoffs.publishJudgedLead();
    const one = (): Promise<ApiResponse> => handoffs.call('adam', 'GET', `/handoffs/${handoffId}`);
    const owner = await waitUntil(async () => (await one()).body['ownerId'] as string | undefined, {
      what: 'the handoff has an owner',
    });
    return { handoffId, owner };
  };
  const fields = {
    nextStepAt: new Date(Date.now() + 3_600_000).toISOString(),
    madeAt: new Date(Date.now() - 3_600_000).toISOString(),
    reference: 'call-1',
    question: 'need',
    reason: 'no-budget',
  };

  const send = async (person: string, { method, url, headers, payload }: HostileRequest) =>
    handoffs.api!.inject({
      method,
      url,
      headers: { authorization: `Bearer ${await handoffs.token(person)}`, ...headers },
      ...(payload !== undefined && { payload }),
    });

  it('no route responds with a server error to a hostile request', async () => {
    const serverErrors: string[] = [];
    for (const path of Object.keys(description.paths)) {
      const { handoffId, owner } = path.includes('{handoffId}')
        ? await startHandoff()
        : { handoffId: '', owner: 'anna' };
      const validValues: ValidValues = { ids: { handoffId, personId: 'anna', version: '1' }, fields };
      const found = await serverErrorsOf(hostileRequests(description, path, validValues), async (request) => {
        // A request is fully validated only for a caller with the right role: the owner, otherwise an admin.
        const asOwner = await send(owner, request);
        return asOwner.statusCode === 403 ? send('adam', request) : asOwner;
      });
      serverErrors.push(...found);
    }
    expect(serverErrors).toEqual([]);
  }, 300_000);
});
