import { defaultAgreement, WorkingTimeCache } from '@baton/domain';
import type { Agreement } from '@baton/domain';
import type { SqlExecutor } from '@baton/messaging';
import type { UnassignedHandoff } from './choose-owner.ts';
import { ReleaseChoices } from './release-choices.ts';

/** A Monday at noon in Moscow. */
const now = '2026-03-02T09:00:00.000Z';

/** A team of anna and boris, with the statements that were sent and the slots that were reserved. */
function aTeam() {
  const statements: string[] = [];
  const reserved: string[] = [];
  const rowsOf = (statement: string, parameters: unknown[]): unknown[] => {
    if (statement.includes('FROM handoff.team ')) return [{ team_id: 'sales' }];
    if (!statement.includes('FROM handoff.person p')) return [];
    const [, , role] = parameters;
    return ['anna', 'boris'].map((personId) => ({
      person_id: personId,
      team_id: 'sales',
      zone: null,
      hours: null,
      skills: ['german'],
      languages: [],
      cap: null,
      deputy_id: null,
      pass: role === 'rep' ? 1 : null,
      last_assigned_at: null,
      unresponsive: false,
      open_handoffs: 0,
      taken_slots: reserved.filter((each) => each === personId).length,
      absences: [],
    }));
  };
  const on: SqlExecutor = {
    query: <T>(statement: string, parameters: unknown[] = []) => {
      statements.push(statement);
      return Promise.resolve(rowsOf(statement, parameters) as T);
    },
  };
  const countOf = (part: string): number => statements.filter((statement) => statement.includes(part)).length;
  return { on, reserved, countOf };
}

const agreement: Agreement = {
  ...defaultAgreement,
  routing: {
    ...defaultAgreement.routing,
    oneOwnerPerCompany: false,
    rules: [
      { id: 'german', when: { language: ['de'] }, pool: { skills: ['german'] } },
      { id: 'everybody', pool: {} },
    ],
  },
};
const handoff = (number: number, language = 'ru'): UnassignedHandoff => ({
  handoffId: `handoff-${number}`,
  agreement,
  judged: {
    score: 50,
    lead: { source: 'website', language, reachableBy: ['phone'], flags: [], consent: true, signals: [] },
  },
  request: { exclusions: [] },
});

describe('ReleaseChoices', () => {
  /** Chooses an owner for each handoff in order. */
  async function choose(
    { on, reserved }: ReturnType<typeof aTeam>,
    handoffs: readonly UnassignedHandoff[],
  ): Promise<(string | undefined)[]> {
    const choices = new ReleaseChoices(on, now, new WorkingTimeCache());
    const chosen: (string | undefined)[] = [];
    for (const each of handoffs) {
      const decision = await choices.decide(each);
      chosen.push(decision.chosen);
      if (decision.chosen === undefined) continue;
      if (each.request.fixed?.role !== 'closer') reserved.push(decision.chosen);
      choices.take(decision);
    }
    return chosen;
  }

  it('a release reads the teams and the members of a pool once, whatever the length of the queue', async () => {
    const team = aTeam();
    await choose(
      team,
      Array.from({ length: 50 }, (_, number) => handoff(number)),
    );
    expect(team.countOf('FROM handoff.team ')).toBe(1);
    expect(team.countOf('FROM handoff.person p')).toBe(1);
  });

  it('each choice takes a slot, so that a release assigns no more leads than there are slots', async () => {
    const team = aTeam();
    expect(
      await choose(
        team,
        [1, 2, 3].map((number) => handoff(number)),
      ),
    ).toEqual(['anna', 'boris', undefined]);
  });

  it('an SQL takes no slot of its closer, who can be a rep as well', async () => {
    const sql = (number: number): UnassignedHandoff => ({
      ...handoff(number),
      request: { exclusions: [], fixed: { teamId: 'sales', role: 'closer' } },
    });
    const team = aTeam();
    const chosen = await choose(team, [handoff(1), sql(2), sql(3), handoff(4), handoff(5)]);
    expect(chosen).toEqual(['anna', expect.any(String), expect.any(String), 'boris', undefined]);
  });

  it('a slot that is taken in one pool is taken in every pool of the person', async () => {
    const team = aTeam();
    expect(await choose(team, [handoff(1, 'de'), handoff(2), handoff(3, 'de')])).toEqual(['anna', 'boris', undefined]);
    expect(team.countOf('FROM handoff.person p')).toBe(2);
  });
});
