import { HandoffFixture } from '../spec/handoff-fixture.ts';

describe('people, teams and accounts', () => {
  let handoffs: HandoffFixture;

  beforeAll(async () => {
    handoffs = await HandoffFixture.start();
  });

  afterAll(() => handoffs?.stop());

  const settings = {
    teamId: 'sales',
    roles: ['rep'],
    zone: 'Asia/Yekaterinburg',
    skills: ['tenders'],
    languages: ['ru', 'en-GB'],
    hours: { monday: [{ from: '09:00', to: '18:00' }] },
    cap: 12,
    deputyId: 'boris',
  };
  const put = (by: string, personId: string, changes: object = {}) =>
    handoffs.call(by, 'PUT', `/people/${personId}`, { ...settings, ...changes });

  it('settings changed over the API survive a restart, regardless of the team file', async () => {
    expect(await put('tatiana', 'anna')).toMatchObject({
      status: 200,
      body: { personId: 'anna', ...settings, absences: [], openHandoffs: 0, leftAt: null, fromFile: false },
    });
    await handoffs.api?.close();
    await handoffs.startApi();
    expect((await handoffs.call('anna', 'GET', '/people/anna')).body).toMatchObject(settings);
    expect((await handoffs.call('anna', 'GET', '/people/clara')).body).toMatchObject({ fromFile: true, cap: null });
    expect((await handoffs.call('boris', 'GET', '/people')).body['people']).toHaveLength(4);
    expect(JSON.stringify((await handoffs.call('adam', 'GET', '/people')).body)).not.toContain('@example.com');
  });

  it('only the team lead of their team and an admin may change a person', async () => {
    expect((await put('anna', 'anna')).status).toBe(403);
    expect((await put('tatiana', 'newcomer')).status).toBe(403);
    expect((await put('tatiana', 'anna', { roles: ['rep', 'admin'] })).status).toBe(403);
    expect(
      (await handoffs.call('adam', 'PUT', '/teams/north', { name: 'North', teamHeadId: 'tatiana' })).body,
    ).toMatchObject({
      teamId: 'north',
      position: 1,
      teamHeadId: 'tatiana',
      teamLeadId: null,
    });
    expect((await put('adam', 'nina', { teamId: 'north', deputyId: undefined })).status).toBe(200);
    expect((await put('tatiana', 'nina', { teamId: 'north', deputyId: undefined })).status).toBe(403);
    expect((await handoffs.call('tatiana', 'GET', '/people/nina')).status).toBe(403);
    expect((await handoffs.call('tatiana', 'GET', '/teams')).body['teams']).toHaveLength(1);
    expect((await handoffs.call('adam', 'GET', '/teams')).body['teams']).toHaveLength(2);
  });

  it.each([
    ['an unknown zone', { zone: 'Mars/Olympus' }, 422, 'zone'],
    [
      'overlapping hours',
      {
        hours: {
          monday: [
            { from: '09:00', to: '18:00' },
            { from: '10:00', to: '19:00' },
          ],
        },
      },
      422,
      'hours.monday.1',
    ],
    ['a time that is not HH:MM', { hours: { monday: [{ from: 'nine', to: '18:00' }] } }, 400, 'hours.monday.0.from'],
    ['hours without an interval', { hours: { monday: [] } }, 422, 'hours'],
    ['an unknown day', { hours: { someday: [] } }, 400, 'hours.someday'],
    ['a cap below zero', { cap: -1 }, 400, 'cap'],
    ['a person as their own deputy', { deputyId: 'anna' }, 422, 'deputyId'],
    ['a language that is not a BCP 47 tag', { languages: ['Russian language'] }, 400, 'languages'],
  ])('%s is refused, and the problem names the field', async (_, changes, status, field) => {
    expect(await put('adam', 'anna', changes)).toMatchObject({ status, body: { errors: [{ field }] } });
  });

  it('people enter and remove their own absences, and their team lead is notified', async () => {
    const from = new Date(Date.now() + 86_400_000).toISOString();
    const to = new Date(Date.now() + 2 * 86_400_000).toISOString();
    const added = await handoffs.call('clara', 'POST', '/people/clara/absences', { from, to });
    expect(added).toMatchObject({ status: 201, body: { absences: [{ from, to }] } });
    const [{ absenceId }] = added.body['absences'] as [{ absenceId: string }];
    const { rows } = await handoffs.database.pool.query<object>(
      'SELECT recipient_id, handoff_id, facts FROM handoff.notification WHERE step_id = $1',
      [`absence/${absenceId}`],
    );
    expect(rows).toEqual([{ recipient_id: 'tatiana', handoff_id: null, facts: { personId: 'clara', from, to } }]);

    // Neither a colleague nor the other way round, and what the team lead enters needs no message to the team lead.
    expect((await handoffs.call('boris', 'POST', '/people/clara/absences', { from, to })).status).toBe(403);
    expect((await handoffs.call('boris', 'DELETE', `/people/clara/absences/${absenceId}`)).status).toBe(403);
    const byLead = await handoffs.call('tatiana', 'POST', '/people/boris/absences', { from, to });
    const [{ absenceId: ofBoris }] = byLead.body['absences'] as [{ absenceId: string }];
    const { rowCount } = await handoffs.database.pool.query('SELECT FROM handoff.notification WHERE step_id = $1', [
      `absence/${ofBoris}`,
    ]);
    expect(rowCount).toBe(0);
    await handoffs.call('tatiana', 'DELETE', `/people/boris/absences/${ofBoris}`);
    const removed = await handoffs.call('clara', 'DELETE', `/people/clara/absences/${absenceId}`);
    expect(removed).toMatchObject({ status: 200, body: { absences: [] } });
  });

  it('an absence is kept until it is removed', async () => {
    const from = new Date(Date.now() + 86_400_000).toISOString();
    const to = new Date(Date.now() + 2 * 86_400_000).toISOString();
    expect(await handoffs.call('tatiana', 'POST', '/people/clara/absences', { from: to, to: from })).toMatchObject({
      status: 422,
    });
    const tooLong = { from, to: '2099-01-01T00:00:00Z' };
    expect(await handoffs.call('tatiana', 'POST', '/people/clara/absences', tooLong)).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('POST /people/clara/leave') as string, errors: [{ code: 'too-long' }] },
    });
    const added = await handoffs.call('tatiana', 'POST', '/people/clara/absences', { from, to });
    expect(added.body['absences']).toMatchObject([{ from, to }]);
    const [{ absenceId }] = added.body['absences'] as [{ absenceId: string }];
    const removed = await handoffs.call('tatiana', 'DELETE', `/people/clara/absences/${absenceId}`);
    expect(removed.body['absences']).toEqual([]);
    expect((await handoffs.call('tatiana', 'DELETE', `/people/clara/absences/${absenceId}`)).status).toBe(404);
  });

  it('only a rep can own a company, and the deputy takes over when the owner leaves', async () => {
    const account = (by: string, method: 'GET' | 'PUT' | 'DELETE', body?: object) =>
      handoffs.call(by, method, '/accounts/acme.example', body);
    expect((await account('anna', 'GET')).status).toBe(404);
    expect((await account('anna', 'PUT', { ownerId: 'anna' })).status).toBe(403);
    expect((await account('tatiana', 'PUT', { ownerId: 'marina' })).status).toBe(422);
    expect((await account('tatiana', 'PUT', { ownerId: 'anna', basis: 'open-deal' })).status).toBe(200);
    await handoffs.call('tatiana', 'POST', '/people/anna/leave');
    expect((await account('boris', 'GET')).body).toMatchObject({ ownerId: 'boris', basis: 'open-deal' });
    expect((await handoffs.call('tatiana', 'POST', '/people/anna/leave')).status).toBe(409);
    expect((await handoffs.call('tatiana', 'POST', '/people/anna/rejoin')).body).toMatchObject({ leftAt: null });
    expect((await account('tatiana', 'DELETE')).status).toBe(204);
    expect((await handoffs.call('tatiana', 'GET', '/accounts/not a domain')).status).toBe(400);
  });
});
