import { HandoffFixture } from '../spec/handoff-fixture.ts';

/** The team file of the fixture names no admin. */
describe('FIRST_ADMIN_ID', () => {
  let handoffs: HandoffFixture;
  beforeAll(async () => {
    handoffs = await HandoffFixture.start({ FIRST_ADMIN_ID: 'vera' });
  });
  afterAll(() => handoffs?.stop());

  const restartWith = async (personId: string): Promise<void> => {
    await handoffs.api?.close();
    await handoffs.startApi({ FIRST_ADMIN_ID: personId });
  };
  const rolesOf = async (personId: string): Promise<string[] | undefined> => {
    const { rows } = await handoffs.database.pool.query<{ roles: string[] }>(
      'SELECT roles FROM handoff.person WHERE active AND person_id = $1',
      [personId],
    );
    return rows[0]?.roles;
  };
  const managesKeys = async (personId: string): Promise<boolean> =>
    (await handoffs.call(personId, 'GET', '/integrations')).status === 200;

  it('the person becomes an admin at the start when nobody is one, and can make others admins', async () => {
    expect(await managesKeys('vera')).toBe(true);
    expect(await rolesOf('vera')).toEqual(['admin']);
    const promoted = await handoffs.call('vera', 'PUT', '/people/clara', { roles: ['rep', 'admin'], teamId: 'sales' });
    expect(promoted).toMatchObject({ status: 200 });
    expect(await managesKeys('clara')).toBe(true);
  });

  it('the person gets no right when there is an admin', async () => {
    await restartWith('boris');
    expect(await rolesOf('boris')).toEqual(['rep']);
    expect(await managesKeys('boris')).toBe(false);
  });

  it('a rep of the team file keeps their role and team', async () => {
    for (const personId of ['clara', 'vera'])
      expect((await handoffs.call('vera', 'POST', `/people/${personId}/leave`)).status).toBe(202);
    await restartWith('anna');
    expect(await rolesOf('anna')).toEqual(['rep', 'admin']);
    expect(await managesKeys('anna')).toBe(true);
    // The next start imports the team file again.
    await restartWith('anna');
    expect(await rolesOf('anna')).toEqual(['rep', 'admin']);
  });

  it('a person who was an admin and left is one again, once', async () => {
    expect((await handoffs.call('anna', 'POST', '/people/anna/leave')).status).toBe(202);
    await restartWith('vera');
    expect(await rolesOf('vera')).toEqual(['admin']);
    expect(await managesKeys('vera')).toBe(true);
  });
});
