import { submittedCommand, schemaErrors } from '@baton/contracts';
import { commandTerms, applySteps, emptyState, needsCloser, refusalFor } from '@baton/domain';
import type { HandoffCommand, HandoffState, RecordedStep } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import { PgPool, problems } from '@baton/service';
import type { Caller } from '@baton/service';
import type { CommandRequest, RefusalDetail } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { createHash, randomUUID } from 'node:crypto';
import { Repository } from 'typeorm';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { Handoff } from '../handoff-row/handoff.entity.ts';
import { readSteps, readStepsByCause } from '../handoff-row/record-rows.ts';
import { LeadTexts, textIdFor } from '../intake/lead-texts.ts';
import type { TextKind } from '../intake/lead-texts.ts';
import { Teams } from '../staff/teams.ts';
import { agreementRefusal } from './agreement-refusal.ts';
import { WorkflowUpdates, refusalProblem } from './workflow-updates.ts';

/** The whole of a command's life in this service must fit into what callers are promised: an answer within five seconds. */
const RESPONSE_MILLISECONDS = 4500;

export interface IncomingCommand {
  handoffId: string;
  caller: Caller;
  command: HandoffCommand;
  /** What the caller wrote, with what it belongs to. */
  text?: { kind: TextKind; text: string } | undefined;
  idempotencyKey?: string | undefined;
}

export interface CommandResult {
  handoffId: string;
  /** Version of the record with this command's last step; absent where nothing had to be done. */
  version?: number;
  steps: Pick<RecordedStep, 'version' | 'at' | 'step'>[];
}

/** Takes a command to the handoff's workflow and answers when its effect is in the record. */
@Injectable()
export class CommandGateway {
  readonly #pool: PgPool;
  readonly #handoffs: Repository<Handoff>;
  readonly #agreements: AgreementStore;
  readonly #texts: LeadTexts;
  readonly #teams: Teams;
  readonly #workflows: WorkflowUpdates;

  constructor(
    pool: PgPool,
    @InjectRepository(Handoff) handoffs: Repository<Handoff>,
    agreements: AgreementStore,
    texts: LeadTexts,
    teams: Teams,
    workflows: WorkflowUpdates,
  ) {
    this.#pool = pool;
    this.#handoffs = handoffs;
    this.#agreements = agreements;
    this.#texts = texts;
    this.#teams = teams;
    this.#workflows = workflows;
  }

  async send(incoming: IncomingCommand): Promise<CommandResult> {
    const receivedAt = new Date();
    const { handoffId, caller, command, text } = incoming;
    assertValid(incoming);
    const key = digest([caller.id, handoffId, incoming.idempotencyKey ?? randomUUID()]);
    const bodyHash = digest([command, text?.text ?? null]);
    const recorded = await this.#recordedResult(handoffId, key, bodyHash);
    if (recorded) return this.#withSync(recorded);

    const row = await this.#handoffs.findOneBy({ handoffId });
    if (!row) throw problems.notFound(`There is no handoff ${handoffId}.`);
    if (row.stage === 'ended') throw handoffEnded(row);
    const prepared = await this.#prepare(incoming, row, key);
    const request: CommandRequest = { ...prepared, actor: caller, receivedAt: receivedAt.toISOString(), key, bodyHash };
    const deadline = receivedAt.getTime() + RESPONSE_MILLISECONDS;
    try {
      // What the record refuses need not go to the workflow, which is never ahead of it.
      const refused = await this.#refusalOf(handoffId, request);
      if (refused) throw refusalProblem(refused);
      // Only now: what somebody had no say in must not stand under the lead in their name.
      if (text) await this.#texts.save(row.leadId, key, text.kind, text.text, caller.id);
      await this.#workflows.execute(handoffId, request, deadline, {
        version: () => this.#versionOf(handoffId),
        refusal: (asked) => this.#refusalOf(handoffId, asked),
      });
    } catch (error) {
      // The workflow's task may have been lost after its commit: then what it says of the repetition is out of date.
      const recordedMeanwhile = await this.#recordedResult(handoffId, key, bodyHash);
      if (!recordedMeanwhile) throw error;
      return this.#withSync(recordedMeanwhile);
    }
    return (await this.#recordedResult(handoffId, key, bodyHash)) ?? { handoffId, steps: [] };
  }

  /** Checks what needs more than the state, and names what was written. */
  async #prepare(
    { command, text }: IncomingCommand,
    row: Handoff,
    key: string,
  ): Promise<Pick<CommandRequest, 'command' | 'terms'>> {
    const agreement = await this.#agreements.document(row.agreementVersion);
    const withText = text ? ({ ...command, textId: textIdFor(key) } as HandoffCommand) : command;
    const { askedCriteria } = 'answers' in command ? await this.#stateOf(row.handoffId) : { askedCriteria: [] };
    const refused = agreementRefusal(agreement, withText, askedCriteria);
    if (refused) throw refused;
    await this.#assertPeopleAvailable(command, row);
    return { command: withText, terms: commandTerms(agreement, command) };
  }

  /** Whoever is named must be there, and be able to do it. */
  async #assertPeopleAvailable(command: HandoffCommand, { handoffId, teamId }: Handoff): Promise<void> {
    const assertActive = (role: 'rep' | 'closer', field: string, personId: string): Promise<void> =>
      this.#teams.isActiveMember(personId, role, teamId).then((is) => {
        if (is) return;
        throw problems.unprocessable(`"${personId}" is no active ${role} of the team of handoff ${handoffId}.`, {
          errors: [{ field, code: 'not-in-team', message: `name an active ${role} of the team` }],
        });
      });
    if (command.type === 'reassign' && command.toPersonId !== undefined)
      await assertActive(
        needsCloser(await this.#stateOf(handoffId)) ? 'closer' : 'rep',
        'toPersonId',
        command.toPersonId,
      );
    if (command.type === 'qualify' && command.closerId !== undefined)
      await assertActive('closer', 'closerId', command.closerId);
  }

  /** What the record says of this very request, if it has been carried out. */
  async #recordedResult(handoffId: string, key: string, bodyHash: string): Promise<CommandResult | undefined> {
    const steps = await readStepsByCause(sqlExecutorOf(this.#pool), handoffId, `request:${key}`);
    const [first] = steps;
    if (!first) return undefined;
    if (first.cause.kind === 'request' && first.cause.bodyHash !== bodyHash) throw problems.idempotencyKeyReused();
    const version = steps.at(-1)?.version ?? first.version;
    return {
      handoffId,
      version,
      steps: steps.map(({ version: at, at: moment, step }) => ({ version: at, at: moment, step })),
    };
  }

  /** What the record says was done, the workflow must hear of as well. */
  #withSync(done: CommandResult): CommandResult {
    if (done.version !== undefined) this.#workflows.syncInBackground(done.handoffId, done.version);
    return done;
  }

  async #refusalOf(handoffId: string, request: CommandRequest): Promise<RefusalDetail | undefined> {
    const state = await this.#stateOf(handoffId);
    const refused = refusalFor(state, request);
    return refused && { ...refused, version: state.version };
  }

  async #stateOf(handoffId: string): Promise<HandoffState> {
    return applySteps(emptyState(handoffId), await readSteps(sqlExecutorOf(this.#pool), handoffId));
  }

  async #versionOf(handoffId: string): Promise<number> {
    const row = await this.#handoffs.findOneBy({ handoffId });
    if (row?.stage === 'ended') throw handoffEnded(row);
    return row?.version ?? 0;
  }
}

/** The doors check what they take in; whatever slips through one of them stops here, and never stands in a record. */
function assertValid({ caller, command }: IncomingCommand): void {
  const asItTravels: unknown = JSON.parse(JSON.stringify({ callerId: caller.id, command }));
  const read = submittedCommand.safeParse(asItTravels);
  if (read.success) return;
  const errors = schemaErrors(read.error).map((error) => ({ ...error, field: error.field.replace(/^command\./, '') }));
  throw problems.unprocessable(`Correct ${errors.map(({ field }) => field).join(', ')} and send it again.`, {
    type: 'invalid-fields',
    title: 'Some fields are wrong',
    errors,
  });
}

const handoffEnded = (row: Handoff) =>
  problems.conflict(
    `The handoff ended on ${row.endedAt?.toISOString() ?? 'an unknown day'} (${row.ending}); nothing more can be done in it.`,
    {
      type: 'handoff-ended',
      stage: row.stage,
    },
  );

const digest = (parts: unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
