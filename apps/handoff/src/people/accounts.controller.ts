import { inTransaction, sqlExecutorOf } from '@baton/messaging';
import { Answers, CurrentCaller, PgPool, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsFQDN, IsIn, IsString, Length } from 'class-validator';
import { account } from '../answers.ts';
import { lockTeams } from '../routing/choose-owner.ts';
import { noteTeamChange } from '../waiting/freed-place.ts';
import { mustLeadTeam } from './rights.ts';

class AccountParameters {
  @ApiProperty({ example: 'acme.co.uk', description: 'The registered domain, without www or any other host name' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value))
  @IsFQDN()
  domain!: string;
}

class AccountBody {
  @ApiProperty({ description: 'An active rep' })
  @IsString()
  @Length(1, 200)
  ownerId!: string;

  @ApiPropertyOptional({ enum: ['account', 'open-deal'], default: 'account' })
  @IsIn(['account', 'open-deal'])
  because: 'account' | 'open-deal' = 'account';
}

interface AccountView {
  domain: string;
  ownerId: string;
  because: string;
  since: Date;
  teamId: string | null;
}

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
  @Answers(200, 'Whose it is', account)
  async one(@Param() { domain }: AccountParameters): Promise<AccountView> {
    const account = await this.#find(domain);
    if (!account) throw problems.notFound(`Nobody owns ${domain}.`);
    return account;
  }

  @Put()
  @Roles('team-lead', 'admin', 'integration')
  @ApiOperation({ summary: 'Gives a company to a rep, as an account or for as long as a deal is open' })
  @Answers(200, 'Whose it is now', account)
  async put(
    @Param() { domain }: AccountParameters,
    @Body() { ownerId, because }: AccountBody,
    @CurrentCaller() caller: Caller,
  ): Promise<AccountView> {
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
    const known = await this.#find(domain);
    mayChange(caller, owner.team_id);
    if (known) mayChange(caller, known.teamId);
    await inTransaction(this.#pool, async (client) => {
      const transaction = sqlExecutorOf(client);
      await transaction.query(
        `INSERT INTO handoff.account AS a (company_domain, person_id, because, since, entered_by)
         VALUES ($1, $2, $3, now(), $4)
         ON CONFLICT (company_domain) DO UPDATE
           SET person_id = excluded.person_id, because = excluded.because, entered_by = excluded.entered_by,
               since = CASE WHEN a.person_id = excluded.person_id THEN a.since ELSE excluded.since END`,
        [domain, ownerId, because, caller.id],
      );
      if (owner.team_id === null) return;
      // A lead of the company that waits in another team can go now.
      await lockTeams(transaction, [owner.team_id]);
      await noteTeamChange(transaction, owner.team_id);
    });
    return (await this.#find(domain))!;
  }

  @Delete()
  @HttpCode(204)
  @Roles('team-lead', 'admin', 'integration')
  @ApiOperation({ summary: 'Nobody owns the company any more' })
  @Answers(204, 'Nobody owns it any more')
  async remove(@Param() { domain }: AccountParameters, @CurrentCaller() caller: Caller): Promise<void> {
    const known = await this.#find(domain);
    if (!known) throw problems.notFound(`Nobody owns ${domain}.`);
    mayChange(caller, known.teamId);
    await this.#pool.query('DELETE FROM handoff.account WHERE company_domain = $1', [domain]);
  }

  async #find(domain: string): Promise<AccountView | undefined> {
    const { rows } = await this.#pool.query<AccountView>(
      `SELECT company_domain AS domain, person_id AS "ownerId", because, since, team_id AS "teamId"
       FROM handoff.account JOIN handoff.person USING (person_id) WHERE company_domain = $1`,
      [domain],
    );
    return rows[0];
  }
}

/** A CRM speaks for all teams. */
function mayChange(caller: Caller, teamId: string | null): void {
  if (!caller.roles.includes('integration')) mustLeadTeam(caller, teamId);
}
