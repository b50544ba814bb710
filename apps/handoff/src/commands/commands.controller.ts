import type { HandoffCommand } from '@baton/domain';
import { CurrentCaller, Roles } from '@baton/service';
import type { Caller } from '@baton/service';
import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnswersCommand } from '../answers.ts';
import type { TextKind } from '../texts/intake-texts.ts';
import {
  DeclineBody,
  NoteBody,
  QualifyBody,
  ReassignBody,
  ReturnBody,
  TouchBody,
  plainAnswers,
} from './command.dto.ts';
import { CommandGateway } from './command-gateway.ts';
import type { CommandResult } from './command-gateway.ts';

const workers = ['rep', 'closer', 'team-lead', 'admin'] as const;

@ApiTags('commands')
@ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key with the same body has one effect and one answer',
})
@AnswersCommand()
@Controller('handoffs/:handoffId')
export class CommandsController {
  readonly #gateway: CommandGateway;

  constructor(gateway: CommandGateway) {
    this.#gateway = gateway;
  }

  @Post('open')
  @HttpCode(200)
  @Roles(...workers)
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
  @Roles(...workers)
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
  @Roles(...workers)
  @ApiOperation({ summary: 'The owner cannot take it (capacity, conflict, routing); it goes to somebody else at once' })
  decline(
    @Param('handoffId') id: string,
    @Body() { reason }: DeclineBody,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<CommandResult> {
    return this.#send(id, caller, key, { type: 'decline', reason });
  }

  @Post('touches')
  @HttpCode(200)
  @Roles(...workers)
  @ApiOperation({ summary: 'One attempt to reach the lead, or a conversation; implies acceptance' })
  touch(
    @Param('handoffId') id: string,
    @Body() { text, evidence, channel, direction, outcome, happenedAt }: TouchBody,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<CommandResult> {
    return this.#send(
      id,
      caller,
      key,
      {
        ...{ type: 'touch', channel, direction, outcome, evidence: { ...evidence } },
        ...(happenedAt && { happenedAt: new Date(happenedAt).toISOString() }),
      },
      { kind: 'touch', text },
    );
  }

  @Post('qualify')
  @HttpCode(200)
  @Roles(...workers)
  @ApiOperation({
    summary: 'The lead is an SQL: needs a yes to each question of the agreement and each that was asked',
  })
  qualify(
    @Param('handoffId') id: string,
    @Body() { answers, closerId }: QualifyBody,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<CommandResult> {
    return this.#send(id, caller, key, {
      type: 'qualify',
      answers: plainAnswers(answers),
      ...(closerId && { closerId }),
    });
  }

  @Post('return')
  @HttpCode(200)
  @Roles(...workers)
  @ApiOperation({ summary: 'The lead goes back to marketing with a reason of the agreement and the proof it demands' })
  giveBack(
    @Param('handoffId') id: string,
    @Body() { reason, proof, text, answers = [] }: ReturnBody,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<CommandResult> {
    return this.#send(
      id,
      caller,
      key,
      { type: 'return', reason, proof: { ...proof }, ...(answers.length > 0 && { answers: plainAnswers(answers) }) },
      { kind: 'return', text },
    );
  }

  @Post('notes')
  @HttpCode(200)
  @Roles(...workers)
  @ApiOperation({ summary: 'A note beside the handoff; it is no touch' })
  note(
    @Param('handoffId') id: string,
    @Body() { text }: NoteBody,
    @CurrentCaller() caller: Caller,
    @Headers('idempotency-key') key?: string,
  ): Promise<CommandResult> {
    return this.#send(id, caller, key, { type: 'note', textId: '' }, { kind: 'note', text });
  }

  @Post('close-unreachable')
  @HttpCode(200)
  @Roles(...workers)
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
    @Body() { toPersonId }: ReassignBody,
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
    said?: { kind: TextKind; text: string | undefined },
  ): Promise<CommandResult> {
    const text = said?.text === undefined ? undefined : { kind: said.kind, text: said.text };
    return this.#gateway.send({ handoffId, caller, command, text, idempotencyKey });
  }
}
