import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import { CurrentCaller, DescribeResponse, PgPool, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { recordTeamChange } from '../team-queue/team-changes.ts';
import { AccountParameters, AccountRequest } from './accounts.request.ts';
import { accountSchema } from './accounts.response.ts';
import type { AccountResponse } from './accounts.response.ts';
import { assertLeadsTeam } from './staff-access.ts';
import { lockTeams } from './team-locks.ts';

/** Which companies are whose: their next leads go to that person first. A CRM that is connected keeps it up to date. */
@ApiTags('people')
@Controller('accounts/:domain')
export class AccountsController {
  readonly #pool: PgPool;

  constructor(pool: PgPool) {
    this.#pool = pool;
  }

  @Get()
  @Roles('rep', 'closer', 'team-lead', 'ops', 'admin', 'integration')
  @ApiOperation({ summary: 'Whose company this is' })
  @DescribeResponse(200, 'Whose it is', accountSchema)
  async get(@Param() { domain }: AccountParameters): Promise<AccountResponse> {
    const account = await this.#find(domain);
    if (!account) throw problems.notFound(`Nobody owns ${domain}.`);
    return account;
  }

  @Put()
  @Roles('team-lead', 'admin', 'integration')
  @ApiOperation({ summary: 'Gives a company to a rep, as an account or for as long as a deal is open' })
  @DescribeResponse(200, 'Whose it is now', accountSchema)
  async put(
    @Param() { domain }: AccountParameters,
    @Body() { ownerId, basis }: AccountRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<AccountResponse> {
    const { rows } = await this.#pool.query<{ team_id: string | null }>(
      `SELECT team_id FROM handoff.person WHERE person_id = $1 AND active AND 'rep' = ANY (roles)`,
      [ownerId],
    );
    const owner = rows[0];
    if (!owner) {
      throw problems.unprocessable(`"${ownerId}" is no active rep; nothing was changed.`, {
        errors: [{ field: 'ownerId', code: 'no-such-rep', message: 'name an active rep' }],
      });
    }
    const current = await this.#find(domain);
    assertMayChange(caller, owner.team_id);
    if (current) assertMayChange(caller, current.teamId);
    await inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      await transaction.query(
        `INSERT INTO handoff.account AS a (company_domain, person_id, basis, since, entered_by)
         VALUES ($1, $2, $3, now(), $4)
         ON CONFLICT (company_domain) DO UPDATE
           SET person_id = excluded.person_id, basis = excluded.basis, entered_by = excluded.entered_by,
               since = CASE WHEN a.person_id = excluded.person_id THEN a.since ELSE excluded.since END`,
        [domain, ownerId, basis, caller.id],
      );
      if (owner.team_id === null) return;
      // A lead of the company that waits in another team can go now.
      await lockTeams(transaction, [owner.team_id]);
      await recordTeamChange(transaction, owner.team_id);
    });
    return (await this.#find(domain))!;
  }

  @Delete()
  @HttpCode(204)
  @Roles('team-lead', 'admin', 'integration')
  @ApiOperation({ summary: 'Nobody owns the company any more' })
  @DescribeResponse(204, 'Nobody owns it any more')
  async remove(@Param() { domain }: AccountParameters, @CurrentCaller() caller: Caller): Promise<void> {
    const current = await this.#find(domain);
    if (!current) throw problems.notFound(`Nobody owns ${domain}.`);
    assertMayChange(caller, current.teamId);
    await this.#pool.query('DELETE FROM handoff.account WHERE company_domain = $1', [domain]);
  }

  async #find(domain: string): Promise<AccountResponse | undefined> {
    const { rows } = await this.#pool.query<AccountResponse>(
      `SELECT company_domain AS domain, person_id AS "ownerId", basis, since, team_id AS "teamId"
       FROM handoff.account JOIN handoff.person USING (person_id) WHERE company_domain = $1`,
      [domain],
    );
    return rows[0];
  }
}

/** A CRM speaks for all teams. */
function assertMayChange(caller: Caller, teamId: string | null): void {
  if (!caller.roles.includes('integration')) assertLeadsTeam(caller, teamId);
}
