import { personRoles } from '@baton/domain';
import { CurrentCaller, DescribeResponse, PgPool, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { DEFAULT_LANGUAGE } from '@baton/wording';
import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { NotificationSettingsRequest } from './notification-settings.request.ts';
import { notificationSettingsSchema } from './notification-settings.response.ts';

/** How a person wants to be told. */
@ApiTags('notifications')
@Controller('notifications/settings/:personId')
export class NotificationSettingsController {
  readonly #pool: PgPool;

  constructor(pool: PgPool) {
    this.#pool = pool;
  }

  @Get()
  @Roles(...personRoles)
  @ApiOperation({ summary: 'Language and channels of a person: one’s own, ops and admin anybody’s' })
  @DescribeResponse(200, 'How the person is told', notificationSettingsSchema)
  async get(@Param('personId') personId: string, @CurrentCaller() caller: Caller): Promise<object> {
    assertMayChange(caller, personId);
    const { rows } = await this.#pool.query<object>(
      `SELECT person_id AS "personId", coalesce(language, $2) AS language,
         jsonb_build_object('email', true) || coalesce(channels, '{}') AS channels
       FROM handoff.person WHERE person_id = $1`,
      [personId, DEFAULT_LANGUAGE],
    );
    return rows[0] ?? throwNoSuchPerson(personId);
  }

  @Put()
  @Roles(...personRoles)
  @ApiOperation({ summary: 'Sets them; what is left out goes back to its default' })
  @DescribeResponse(200, 'How the person is told from now on', notificationSettingsSchema)
  async put(
    @Param('personId') personId: string,
    @Body() { language, channels }: NotificationSettingsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<object> {
    assertMayChange(caller, personId);
    const { rowCount } = await this.#pool.query(
      'UPDATE handoff.person SET language = $2, channels = $3 WHERE person_id = $1',
      [personId, language ?? null, channels ? JSON.stringify(channels) : null],
    );
    return rowCount === 0 ? throwNoSuchPerson(personId) : this.get(personId, caller);
  }
}

function assertMayChange(caller: Caller, personId: string): void {
  if (caller.id === personId || caller.roles.includes('ops') || caller.roles.includes('admin')) return;
  throw problems.forbidden('These settings are somebody else’s; ask ops.');
}

function throwNoSuchPerson(personId: string): never {
  throw problems.notFound(`There is no person ${personId}.`);
}
