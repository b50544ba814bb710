import { commandTerms, isAutomatic, needsCloser, permissionRefusal, refusalFor } from '@baton/domain';
import type { HandoffCommand, HandoffState, RecordedStep } from '@baton/domain';
import { databaseTime, sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { commandActorOf, Logger, PgPool, problems, requestHash } from '@baton/service';
import type { Caller } from '@baton/service';
import type { CommandRequest, RefusalDetail } from '@baton/workflows';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { AgreementStore } from '../agreements/agreement-store.ts';
import { handoffNotFound, isReadable } from '../handoff-row/find-readable-handoff.ts';
import { Handoff } from '../handoff-row/handoff.entity.ts';
import { readState, readStepsByCause } from '../handoff-row/record-rows.ts';
import { LeadContacts } from '../intake/lead-contacts.ts';
import type { CorrectedContact } from '../intake/lead-contacts.ts';
import { LeadTexts, textIdFor } from '../intake/lead-texts.ts';
import type { TextKind } from '../intake/lead-texts.ts';
import { Teams } from '../staff/teams.ts';
import { markActive } from '../team-queue/responsiveness.ts';
import { agreementRefusal } from './agreement-refusal.ts';
import { assertValid } from './assert-valid.ts';
import { EndedSqls, isForEndedSql, isNextStep } from './ended-sqls.ts';
import { refusalProblem, WorkflowUpdates } from './workflow-updates.ts';

/** Callers get a response within five seconds, so everything that a command needs has to fit into less. */
const RESPONSE_MILLISECONDS = 4500;

export interface IncomingCommand {
  handoffId: string;
  caller: Caller;
  command: HandoffCommand;
  /** What the caller wrote about the lead. */
  text?: { kind: TextKind; text: string } | undefined;
  /** The phone or e-mail that replaces a wrong one. */
  contact?: CorrectedContact | undefined;
  idempotencyKey: string;
}

export interface CommandResponse {
  handoffId: string;
  /** The version of the command's last step; absent when the command changed nothing. */
  version?: number;
  steps: Pick<RecordedStep, 'version' | 'at' | 'step'>[];
}

/** How the record identifies a command. */
interface CommandIdentity {
  handoffId: string;
  key: string;
  bodyHash: string;
}

/** Sends a command to the handoff's workflow, and returns when the effect is in the record. */
@Injectable()
export class CommandGateway {
  readonly #pool: PgPool;
  readonly #sql: SqlExecutor;
  readonly #handoffs: Repository<Handoff>;
  readonly #agreements: AgreementStore;
  readonly #texts: LeadTexts;
  readonly #contacts: LeadContacts;
  readonly #teams: Teams;
  readonly #workflows: WorkflowUpdates;
  readonly #logger: Logger;
  readonly #endedSqls: EndedSqls;

  constructor(
    pool: PgPool,
    @InjectRepository(Handoff) handoffs: Repository<Handoff>,
    agreements: AgreementStore,
    texts: LeadTexts,
    contacts: LeadContacts,
    teams: Teams,
    workflows: WorkflowUpdates,
    logger: Logger,
    endedSqls: EndedSqls,
  ) {
    this.#pool = pool;
    this.#logger = logger;
    this.#sql = sqlExecutorOf(pool);
    this.#handoffs = handoffs;
    this.#agreements = agreements;
    this.#texts = texts;
    this.#contacts = contacts;
    this.#teams = teams;
    this.#workflows = workflows;
    this.#endedSqls = endedSqls;
  }

  /**
   * Executes a command once per idempotency key.
   * @throws Problem when the command is refused or its outcome is unknown
   */
  async send(incoming: IncomingCommand): Promise<CommandResponse> {
    const deadline = Date.now() + RESPONSE_MILLISECONDS;
    assertValid(incoming);
    const identity = identityOf(incoming);
    const receivedAt = await databaseTime(this.#sql);
    const recorded = await this.#recordedResponse(identity);
    if (recorded) return this.#withSync(recorded);
    try {
      await this.#execute(incoming, { ...identity, receivedAt }, deadline);
    } catch (error) {
      // The workflow task may have been lost after its commit. Then the error is outdated, and the record decides.
      const recordedMeanwhile = await this.#recordedResponse(identity);
      if (!recordedMeanwhile) throw error;
      return this.#withSync(recordedMeanwhile);
    } finally {
      await this.#noteActivity(incoming);
    }
    return (await this.#recordedResponse(identity)) ?? { handoffId: incoming.handoffId, steps: [] };
  }

  /** Even a refused command shows that the person is back. A message that a sequence sends for them does not. */
  async #noteActivity({ caller, command }: IncomingCommand): Promise<void> {
    if (caller.kind !== 'person' || isAutomatic(command)) return;
    try {
      await markActive(this.#pool, caller.id);
    } catch (error) {
      // The caller gets the response to the command. The person's next command repeats this.
      const reason = error instanceof Error ? error.message : 'unknown';
      this.#logger.warn({ personId: caller.id, reason }, 'That a person is active again could not be stored');
    }
  }

  /** Checks the command, stores what the caller wrote about the lead, and sends the command to the workflow. */
  async #execute(
    incoming: IncomingCommand,
    { handoffId, ...receipt }: CommandIdentity & Pick<CommandRequest, 'receivedAt'>,
    deadline: number,
  ): Promise<void> {
    const { caller, text, contact } = incoming;
    const row = await this.#findAddressed(incoming);
    const prepared = await this.#prepare(incoming, row, receipt.key);
    const request: CommandRequest = { ...prepared, ...receipt, actor: commandActorOf(caller) };
    // A workflow is never ahead of its record, so what the record refuses need not be sent to the workflow.
    const afterEnd = row.stage === 'ended' && isNextStep(request) ? request : undefined;
    const refusal = await (afterEnd
      ? this.#endedSqls.refusal(handoffId, afterEnd)
      : this.#refusalOf(handoffId, request));
    if (refusal) throw refusalProblem(refusal);
    // Stored only after the check: a caller who may not act on the handoff must not store text about its lead.
    const zones = contact && (await this.#contacts.correct(row.leadId, contact));
    if (text) await this.#texts.save(row.leadId, receipt.key, text.kind, text.text, caller.id);
    if (afterEnd) return this.#endedSqls.agreeNextStep(row, afterEnd);
    await this.#workflows.execute(handoffId, withZones(request, zones), deadline, {
      version: () => this.#versionOf(handoffId),
      refusal: (commandRequest) => this.#refusalOf(handoffId, commandRequest),
    });
  }

  /**
   * The handoff of the command, which is open, or an SQL that owes a next step. A person who may neither read it nor give this command must not learn that it exists.
   * @throws Problem 404, or 409 when the handoff has ended
   */
  async #findAddressed({ handoffId, caller, command }: IncomingCommand): Promise<Handoff> {
    const row = await this.#handoffs.findOneBy({ handoffId });
    if (!row) throw handoffNotFound(handoffId);
    if (caller.kind === 'person' && !(await isReadable(this.#handoffs, handoffId, caller))) {
      const refusal = permissionRefusal(await this.#stateOf(handoffId), { command, actor: commandActorOf(caller) });
      if (refusal) throw handoffNotFound(handoffId);
    }
    if (row.stage === 'ended' && !isForEndedSql(row, command)) throw handoffEnded(row);
    return row;
  }

  /** Checks the command against the agreement and the team, and adds the id of its text and the agreement's terms. */
  async #prepare(
    { command, text }: IncomingCommand,
    row: Handoff,
    key: string,
  ): Promise<Pick<CommandRequest, 'command' | 'terms'>> {
    const agreement = await this.#agreements.document(row.agreementVersion);
    const withText = text ? ({ ...command, textId: textIdFor(key) } as HandoffCommand) : command;
    const askedCriteria = 'answers' in command ? (await this.#stateOf(row.handoffId)).askedCriteria : [];
    const refusal = agreementRefusal(agreement, withText, askedCriteria);
    if (refusal) throw refusal;
    await this.#assertPeopleAvailable(command, row);
    return { command: withText, terms: commandTerms(agreement, command) };
  }

  /** The person that a command names must be active in the team, in the role that the command needs; a named team must exist. */
  async #assertPeopleAvailable(command: HandoffCommand, { handoffId, teamId }: Handoff): Promise<void> {
    const assertActive = async (role: 'rep' | 'closer', field: string, personId: string): Promise<void> => {
      if (await this.#teams.isActiveMember(personId, role, teamId)) return;
      throw problems.unprocessable(`"${personId}" is not an active ${role} in the team of handoff ${handoffId}.`, {
        errors: [{ field, code: 'not-in-team', message: `must be an active ${role} of the team` }],
      });
    };
    if ('toTeamId' in command && command.toTeamId !== undefined && !(await this.#teams.exists(command.toTeamId)))
      throw problems.unprocessable(`There is no team "${command.toTeamId}". Use an id from GET /teams.`, {
        errors: [{ field: 'toTeamId', code: 'unknown-team', message: 'must be the id of a team' }],
      });
    if (command.type === 'reassign' && command.toPersonId !== undefined) {
      const role = needsCloser(await this.#stateOf(handoffId)) ? 'closer' : 'rep';
      await assertActive(role, 'toPersonId', command.toPersonId);
    }
    if (command.type === 'qualify' && command.closerId !== undefined)
      await assertActive('closer', 'closerId', command.closerId);
  }

  /** The response to a request that was carried out before, as the record holds it. */
  async #recordedResponse({ handoffId, key, bodyHash }: CommandIdentity): Promise<CommandResponse | undefined> {
    const steps = await readStepsByCause(this.#sql, handoffId, `request:${key}`);
    const [first] = steps;
    if (!first) return undefined;
    if (first.cause.kind === 'request' && first.cause.bodyHash !== bodyHash) throw problems.idempotencyKeyReused();
    return {
      handoffId,
      version: (steps.at(-1) ?? first).version,
      steps: steps.map(({ version, at, step }) => ({ version, at, step })),
    };
  }

  /** The workflow may not know yet what the record holds. */
  #withSync(response: CommandResponse): CommandResponse {
    const { handoffId, version } = response;
    if (version !== undefined) this.#workflows.syncInBackground(handoffId, version);
    return response;
  }

  async #refusalOf(handoffId: string, request: CommandRequest): Promise<RefusalDetail | undefined> {
    const state = await this.#stateOf(handoffId);
    const refusal = refusalFor(state, request);
    return refusal && { ...refusal, version: state.version };
  }

  #stateOf(handoffId: string): Promise<HandoffState> {
    return readState(this.#sql, handoffId);
  }

  async #versionOf(handoffId: string): Promise<number> {
    const row = await this.#handoffs.findOneBy({ handoffId });
    if (row?.stage === 'ended') throw handoffEnded(row);
    return row?.version ?? 0;
  }
}

function identityOf({ handoffId, caller, command, text, contact, idempotencyKey }: IncomingCommand): CommandIdentity {
  return {
    handoffId,
    key: requestHash([caller.id, handoffId, idempotencyKey]),
    bodyHash: requestHash([command, text?.text ?? null, ...(contact ? [contact.value] : [])]),
  };
}

/** Adds the time zones of the corrected contact, which decide from then on when the lead may be called. */
function withZones(request: CommandRequest, zones: string[] | undefined): CommandRequest {
  const { command } = request;
  const correctsContact = command.type === 'correct-contact' || command.type === 'touch';
  return correctsContact && zones ? { ...request, command: { ...command, zones } } : request;
}

const handoffEnded = (row: Handoff) =>
  problems.conflict(
    `The handoff ended at ${row.endedAt?.toISOString() ?? 'an unknown time'} (${row.ending}) and accepts no more commands.`,
    { type: 'handoff-ended', stage: row.stage },
  );
