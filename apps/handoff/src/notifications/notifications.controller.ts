import { Answers, CurrentCaller, PgPool, problems, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { notificationPage, resent } from '../answers.ts';
import { deliveriesOf } from './deliveries-of.ts';
import { NotificationsQuery } from './notifications.query.ts';
import { Resending } from './resending.ts';

/** Each delivery as its message stands; what is held for the quiet time or the digest has no message yet. */
const STATE = `CASE WHEN m.sent_at IS NOT NULL THEN 'sent' WHEN m.given_up_at IS NOT NULL THEN 'given-up'
  WHEN m.last_error IS NOT NULL THEN 'failing' ELSE 'waiting' END`;

@ApiTags('notifications')
@Controller('notifications')
export class NotificationsController {
  readonly #pool: PgPool;
  readonly #resending: Resending;

  constructor(pool: PgPool, resending: Resending) {
    this.#pool = pool;
    this.#resending = resending;
  }

  @Get()
  @Roles('rep', 'closer', 'team-lead', 'marketer', 'arbiter', 'ops', 'admin')
  @ApiOperation({
    summary:
      'What was told to whom, by which channel, when, and how often it was tried; one’s own, a team lead the team’s',
  })
  @Answers(200, 'What was told, the newest first', notificationPage)
  async list(@Query() query: NotificationsQuery, @CurrentCaller() caller: Caller): Promise<object> {
    const seen = seenBy(caller);
    const { rows } = await this.#pool.query<{ total: number; notifications: object[] }>(
      `WITH asked AS (
         SELECT n.* FROM handoff.notification n
         WHERE ($1::text IS NULL OR n.recipient_id = $1)
           AND ($2::text IS NULL OR EXISTS (
             SELECT FROM handoff.person WHERE person_id = n.recipient_id AND team_id = $2))
           AND ($3::text IS NULL OR n.recipient_id = $3)
           AND ($4::text IS NULL OR n.handoff_id = $4)
           AND ($5::text IS NULL OR n.kind = $5)
           AND ($6::timestamptz IS NULL OR n.created_at >= $6)
           AND ($7::text IS NULL AND $8::text IS NULL OR EXISTS (
             SELECT FROM ${deliveriesOf('n')} AND ($7::text IS NULL OR d.channel = $7)
               AND ($8::text IS NULL OR ${STATE} = $8)))
       ), page AS (SELECT * FROM asked ORDER BY created_at DESC, notification_id LIMIT $9 OFFSET $10)
       SELECT (SELECT count(*)::integer FROM asked) AS total,
         coalesce((SELECT jsonb_agg(jsonb_build_object(
           'notificationId', notification_id, 'handoffId', handoff_id, 'recipientId', recipient_id, 'kind', kind,
           'facts', facts, 'language', language, 'at', created_at,
           'deliveries', coalesce((
             SELECT jsonb_agg(jsonb_build_object(
               'channel', d.channel, 'to', coalesce(d.recipient_id, 'team'), 'state', ${STATE}, 'notBefore', d.not_before,
               'messageId', d.message_id, 'tries', coalesce(m.tries, 0), 'sentAt', m.sent_at,
               'givenUpAt', m.given_up_at, 'failure', m.last_error, 'resent', coalesce((
                 SELECT jsonb_agg(jsonb_build_object(
                   'at', r.at, 'by', r.asked_by, 'tries', r.tries, 'givenUpAt', r.given_up_at, 'failure', r.failure
                 ) ORDER BY r.at) FROM handoff.resending r WHERE r.message_id = m.message_id), '[]'::jsonb)
               ) ORDER BY d.channel)
             FROM ${deliveriesOf('page')}), '[]'::jsonb)
           ) ORDER BY created_at DESC, notification_id) FROM page), '[]'::jsonb) AS notifications`,
      [
        seen.recipientId ?? null,
        seen.teamId ?? null,
        query.recipient ?? null,
        query.handoff ?? null,
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
  @ApiParam({ name: 'notificationId', description: 'With its slashes escaped: handoff-1%2F5%2Fanna' })
  @ApiOperation({
    summary: 'Sends what was given up once more, under the same message id; with a digest, all that it lists',
  })
  @Answers(202, 'The messages that are sent again', resent)
  resend(@Param('notificationId') notificationId: string, @CurrentCaller() caller: Caller): Promise<object> {
    return this.#resending.resend(notificationId, caller.id, new Date());
  }
}

/** What is told to a person is theirs to read; who leads or runs the whole sees more. */
function seenBy(caller: Caller): { recipientId?: string; teamId?: string } {
  if (caller.roles.includes('ops') || caller.roles.includes('admin')) return {};
  if (!caller.roles.includes('team-lead')) return { recipientId: caller.id };
  if (!caller.teamId) throw problems.forbidden('Your token names no team; ask for one that does.');
  return { teamId: caller.teamId };
}
