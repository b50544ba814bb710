import { personRoles } from '@baton/domain';
import { CurrentCaller, DescribeResponse, PgPool, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { DEFAULT_LANGUAGE } from '@baton/wording';
import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { NotificationSettingsRequest } from './notification-settings.request.ts';
import { notificationSettingsSchema } from './notification-settings.response.ts';

/** A person's language and channels for notifications. */
@ApiTags('notifications')
@Controller('notifications/settings/:personId')
export class NotificationSettingsController {
  readonly #pool: PgPool;

  constructor(pool: PgPool) {
    this.#pool = pool;
  }

  @Get()
  @Roles(...personRoles)
  @ApiOperation({ summary: 'Get a person’s notification settings. Only ops and admin can read those of others' })
  @DescribeResponse(200, 'The person’s notification settings', notificationSettingsSchema)
  async get(@Param('personId') personId: string, @CurrentCaller() caller: Caller): Promise<object> {
    assertMayAccess(caller, personId);
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
  @ApiOperation({ summary: 'Set a person’s notification settings. Omitted fields return to their defaults' })
  @DescribeResponse(200, 'The new notification settings', notificationSettingsSchema)
  async put(
    @Param('personId') personId: string,
    @Body() { language, channels }: NotificationSettingsRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<object> {
    assertMayAccess(caller, personId);
    const { rowCount } = await this.#pool.query(
      'UPDATE handoff.person SET language = $2, channels = $3 WHERE person_id = $1',
      [personId, language ?? null, channels ? JSON.stringify(channels) : null],
    );
    return rowCount === 0 ? throwNoSuchPerson(personId) : this.get(personId, caller);
  }
}

function assertMayAccess(caller: Caller, personId: string): void {
  if (caller.id === personId || caller.roles.includes('ops') || caller.roles.includes('admin')) return;
  throw problems.forbidden('These settings belong to someone else. Only ops and admins can read or change them.');
}

function throwNoSuchPerson(personId: string): never {
  throw problems.notFound(`There is no person ${personId}.`);
}
