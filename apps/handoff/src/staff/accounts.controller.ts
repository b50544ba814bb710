import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import {
  callerName,
  CommitSignal,
  CurrentCaller,
  DescribeResponse,
  PgPool,
  problems,
  Roles,
  Scope,
} from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { recordTeamChange } from '../team-queue/team-changes.ts';
import { AccountParameters, AccountRequest } from './accounts.request.ts';
import { accountSchema } from './accounts.response.ts';
import type { AccountResponse } from './accounts.response.ts';
import { assertLeadsTeam } from './staff-access.ts';
import { lockTeams } from './team-locks.ts';

/** The owners of companies. The next lead of a company goes to its owner first. A connected CRM keeps them up to date. */
@ApiTags('people')
@Scope('send-commands')
@Controller('accounts/:domain')
export class AccountsController {
  readonly #pool: PgPool;
  readonly #signal: CommitSignal;

  constructor(pool: PgPool, signal: CommitSignal) {
    this.#pool = pool;
    this.#signal = signal;
  }

  @Get()
  @Roles('rep', 'closer', 'team-lead', 'ops', 'admin', 'integration')
  @ApiOperation({ summary: 'Get the owner of a company' })
  @DescribeResponse(200, 'The owner', accountSchema)
  async get(@Param() { domain }: AccountParameters): Promise<AccountResponse> {
    const account = await this.#find(domain);
    if (!account) throw problems.notFound(`${domain} has no owner.`);
    return account;
  }

  @Put()
  @Roles('team-lead', 'admin', 'integration')
  @ApiOperation({ summary: 'Make a rep the owner of a company, as an account or while a deal is open' })
  @DescribeResponse(200, 'The new owner', accountSchema)
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
      throw problems.unprocessable(`"${ownerId}" is not an active rep. Nothing was changed.`, {
        errors: [{ field: 'ownerId', code: 'no-such-rep', message: 'must be an active rep' }],
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
        [domain, ownerId, basis, callerName(caller)],
      );
      if (owner.team_id === null) return;
      // A waiting lead of the company can be assigned now, even if it waits in another team.
      await lockTeams(transaction, [owner.team_id]);
      await recordTeamChange(transaction, owner.team_id);
    });
    this.#signal.announce();
    return (await this.#find(domain))!;
  }

  @Delete()
  @HttpCode(204)
  @Roles('team-lead', 'admin', 'integration')
  @ApiOperation({ summary: 'Remove the owner of a company' })
  @DescribeResponse(204, 'The company has no owner')
  async remove(@Param() { domain }: AccountParameters, @CurrentCaller() caller: Caller): Promise<void> {
    const current = await this.#find(domain);
    if (!current) throw problems.notFound(`${domain} has no owner.`);
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

/** An integration, such as a CRM, may change the accounts of every team. */
function assertMayChange(caller: Caller, teamId: string | null): void {
  if (!caller.roles.includes('integration')) assertLeadsTeam(caller, teamId);
}
