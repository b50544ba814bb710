import type { HandoffCommand } from '@baton/domain';
import { CurrentCaller, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandResponses } from './command.response.ts';
import type { TextKind } from '../intake/lead-texts.ts';
import {
  DeclineRequest,
  NoteRequest,
  QualifyRequest,
  ReassignRequest,
  ReturnRequest,
  TouchRequest,
  toQualifyingAnswers,
} from './command.request.ts';
import { CommandGateway } from '../command-gateway/command-gateway.ts';
import type { CommandResult } from '../command-gateway/command-gateway.ts';

const salesRoles = ['rep', 'closer', 'team-lead', 'admin'] as const;

@ApiTags('commands')
@ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key with the same body has one effect and one answer',
})
@CommandResponses()
@Controller('handoffs/:handoffId')
export class CommandsController {
  readonly #gateway: CommandGateway;

  constructor(gateway: CommandGateway) {
    this.#gateway = gateway;
  }

  @Post('open')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({ summary: 'The owner has opened the handoff; recorded, and keeps no promise' })
  open(
    @Param('handoffId') id: string,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<CommandResult> {
    return this.#send(id, caller, key, { type: 'open' });
  }

  @Post('accept')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({ summary: 'The owner takes the lead' })
  accept(
    @Param('handoffId') id: string,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<CommandResult> {
    return this.#send(id, caller, key, { type: 'accept' });
  }

  @Post('decline')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({ summary: 'The owner cannot take it (capacity, conflict, routing); it goes to somebody else at once' })
  decline(
    @Param('handoffId') id: string,
    @Body() { reason }: DeclineRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<CommandResult> {
    return this.#send(id, caller, key, { type: 'decline', reason });
  }

  @Post('touches')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({ summary: 'One attempt to reach the lead, or a conversation; implies acceptance' })
  touch(
    @Param('handoffId') id: string,
    @Body() { text, evidence, channel, direction, outcome, madeAt }: TouchRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<CommandResult> {
    return this.#send(
      id,
      caller,
      key,
      {
        type: 'touch',
        channel,
        direction,
        outcome,
        evidence: { ...evidence },
        ...(madeAt && { madeAt: new Date(madeAt).toISOString() }),
      },
      { kind: 'touch', text },
    );
  }

  @Post('qualify')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({
    summary: 'The lead is an SQL: needs a yes to each question of the agreement and each that was asked',
  })
  qualify(
    @Param('handoffId') id: string,
    @Body() { answers, closerId }: QualifyRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<CommandResult> {
    return this.#send(id, caller, key, {
      type: 'qualify',
      answers: toQualifyingAnswers(answers),
      ...(closerId && { closerId }),
    });
  }

  @Post('return')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({ summary: 'The lead goes back to marketing with a reason of the agreement and the proof it demands' })
  returnLead(
    @Param('handoffId') id: string,
    @Body() { reason, proof, text, answers = [] }: ReturnRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<CommandResult> {
    return this.#send(
      id,
      caller,
      key,
      {
        type: 'return',
        reason,
        proof: { ...proof },
        ...(answers.length > 0 && { answers: toQualifyingAnswers(answers) }),
      },
      { kind: 'return', text },
    );
  }

  @Post('notes')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({ summary: 'A note beside the handoff; it is no touch' })
  note(
    @Param('handoffId') id: string,
    @Body() { text }: NoteRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<CommandResult> {
    return this.#send(id, caller, key, { type: 'note', textId: '' }, { kind: 'note', text });
  }

  @Post('close-unreachable')
  @HttpCode(200)
  @Roles(...salesRoles)
  @ApiOperation({
    summary: 'The lead could not be reached; from the fifth counted touch, on two days and over two channels',
  })
  closeUnreachable(
    @Param('handoffId') id: string,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<CommandResult> {
    return this.#send(id, caller, key, { type: 'close-unreachable' });
  }

  @Post('reassign')
  @HttpCode(200)
  @Roles('team-lead', 'admin')
  @ApiOperation({
    summary: "The team's lead gives the handoff to another rep, an SQL to another closer, or lets routing choose one",
  })
  reassign(
    @Param('handoffId') id: string,
    @Body() { toPersonId }: ReassignRequest,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<CommandResult> {
    return this.#send(id, caller, key, { type: 'reassign', ...(toPersonId && { toPersonId }) });
  }

  #send(
    handoffId: string,
    caller: Caller,
    idempotencyKey: string | undefined,
    command: HandoffCommand,
    writtenText?: { kind: TextKind; text: string | undefined },
  ): Promise<CommandResult> {
    const text = writtenText?.text === undefined ? undefined : { kind: writtenText.kind, text: writtenText.text };
    return this.#gateway.send({ handoffId, caller, command, text, idempotencyKey });
  }
}
