import { personRoles } from '@baton/domain';
import { CurrentCaller, DescribeResponse, PgPool, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { deliveriesSql } from './delivery/deliveries-sql.ts';
import { MessageResend } from './delivery/message-resend.ts';
import { NotificationsQuery } from './notifications.request.ts';
import { notificationPageSchema, resentMessagesSchema } from './notifications.response.ts';

/** A delivery has the state of its message. One held for quiet hours or a digest has no message yet and is pending. */
const DELIVERY_STATE_SQL = `CASE WHEN m.sent_at IS NOT NULL THEN 'sent' WHEN m.given_up_at IS NOT NULL THEN 'given-up'
  WHEN m.last_error IS NOT NULL THEN 'failing' ELSE 'pending' END`;

@ApiTags('notifications')
@Controller('notifications')
export class NotificationsController {
  readonly #pool: PgPool;
  readonly #messageResend: MessageResend;

  constructor(pool: PgPool, messageResend: MessageResend) {
    this.#pool = pool;
    this.#messageResend = messageResend;
  }

  @Get()
  @Roles(...personRoles)
  @ApiOperation({
    summary:
      'List notifications with their recipients, deliveries and attempts. People see their own, a team lead sees the team’s, and ops and admins see all',
  })
  @DescribeResponse(200, 'Notifications, newest first', notificationPageSchema)
  async list(@Query() query: NotificationsQuery, @CurrentCaller() caller: Caller): Promise<object> {
    const visible = visibleTo(caller);
    const { rows } = await this.#pool.query<{ total: number; notifications: object[] }>(
      `WITH found AS (
         SELECT n.* FROM handoff.notification n
         WHERE ($1::text IS NULL OR n.recipient_id = $1)
           AND ($2::text IS NULL OR EXISTS (
             SELECT FROM handoff.person WHERE person_id = n.recipient_id AND team_id = $2))
           AND ($3::text IS NULL OR n.recipient_id = $3)
           AND ($4::text IS NULL OR n.handoff_id = $4)
           AND ($5::text IS NULL OR n.kind = $5)
           AND ($6::timestamptz IS NULL OR n.created_at >= $6)
           AND ($7::text IS NULL AND $8::text IS NULL OR EXISTS (
             SELECT FROM ${deliveriesSql('n')} AND ($7::text IS NULL OR d.channel = $7)
               AND ($8::text IS NULL OR ${DELIVERY_STATE_SQL} = $8)))
       ), page AS (SELECT * FROM found ORDER BY created_at DESC, notification_id LIMIT $9 OFFSET $10)
       SELECT (SELECT count(*)::integer FROM found) AS total,
         coalesce((SELECT jsonb_agg(jsonb_build_object(
           'notificationId', notification_id, 'handoffId', handoff_id, 'recipientId', recipient_id, 'kind', kind,
           'facts', facts, 'language', language, 'at', created_at,
           'deliveries', coalesce((
             SELECT jsonb_agg(jsonb_build_object(
               'channel', d.channel, 'to', coalesce(d.recipient_id, 'team'), 'state', ${DELIVERY_STATE_SQL}, 'notBefore', d.not_before,
               'messageId', d.message_id, 'tries', coalesce(m.tries, 0), 'sentAt', m.sent_at,
               'givenUpAt', m.given_up_at, 'failure', m.last_error, 'resent', coalesce((
                 SELECT jsonb_agg(jsonb_build_object(
                   'at', r.at, 'by', r.requested_by, 'tries', r.tries, 'givenUpAt', r.given_up_at, 'failure', r.failure
                 ) ORDER BY r.at) FROM handoff.message_resend r WHERE r.message_id = m.message_id), '[]'::jsonb)
               ) ORDER BY d.channel)
             FROM ${deliveriesSql('page')}), '[]'::jsonb)
           ) ORDER BY created_at DESC, notification_id) FROM page), '[]'::jsonb) AS notifications`,
      [
        visible.recipientId ?? null,
        visible.teamId ?? null,
        query.recipientId ?? null,
        query.handoffId ?? null,
        query.kind ?? null,
        query.since ?? null,
        query.channel ?? null,
        query.state ?? null,
        query.limit,
        query.offset,
      ],
    );
    return { ...rows[0] };
  }

  @Post(':notificationId/resend')
  @HttpCode(202)
  @Roles('ops', 'admin')
  @ApiParam({ name: 'notificationId', description: 'URL-encoded, for example handoff-1%2F5%2Fanna' })
  @ApiOperation({
    summary:
      'Resend the messages of a notification that were given up, under the same message id. A digest is resent whole',
  })
  @DescribeResponse(202, 'The messages to be resent', resentMessagesSchema)
  @DescribeResponse(409, 'No message of the notification was given up')
  resend(@Param('notificationId') notificationId: string, @CurrentCaller() caller: Caller): Promise<object> {
    return this.#messageResend.resend(notificationId, caller.id);
  }
}

/** People read their own notifications, team leads their team's, ops and admins all. */
function visibleTo(caller: Caller): { recipientId?: string; teamId?: string } {
  if (caller.roles.includes('ops') || caller.roles.includes('admin')) return {};
  if (!caller.roles.includes('team-lead')) return { recipientId: caller.id };
  if (!caller.teamId) throw problems.forbidden('You lead no team. An admin can add you to one.');
  return { teamId: caller.teamId };
}
