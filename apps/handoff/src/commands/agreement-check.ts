import { durationMilliseconds, type Agreement, type HandoffCommand } from '@baton/domain';
import { problems, type Problem } from '@baton/service';

/** What the agreement itself refuses, whatever the stage: an unknown reason, a proof that does not prove, a window that is over. */
export function refusedByAgreement(
  agreement: Agreement,
  command: HandoffCommand,
  circumstances: { transferredAt: Date | null; receivedAt: Date; asTeamLead: boolean },
): Problem | undefined {
  if (command.type !== 'return') return undefined;
  const { reasons, window } = agreement.returns;
  const reason = reasons.find(({ code }) => code === command.reason);
  if (!reason) {
    return problems.unprocessable(
      `"${command.reason}" is no reason of the agreement. Use one of: ${reasons.map(({ code }) => code).join(', ')}.`,
      {
        errors: [{ field: 'reason', code: 'unknown-reason', message: 'not in the dictionary of the agreement' }],
      },
    );
  }
  const { kind, reference } = command.proof;
  if (!reason.proof.some((accepted) => accepted === kind) || !hasSubstance(kind, reference, command.textId)) {
    return problems.unprocessable(
      `"${reason.code}" is proven by one of: ${reason.proof.join(', ')}, with a reference (a note: with its text).`,
      {
        errors: [
          {
            field: 'proof',
            code: 'lacking-proof',
            message: `give one of ${reason.proof.join(', ')} with its reference`,
          },
        ],
      },
    );
  }
  const { transferredAt, receivedAt, asTeamLead } = circumstances;
  const over = transferredAt && receivedAt.getTime() - transferredAt.getTime() > durationMilliseconds(window.within);
  if (reason.visible === 'receipt' && over && !asTeamLead) {
    return problems.unprocessable(
      `"${reason.code}" is visible at receipt and had to be returned within ${window.within} of the transfer.`,
      {
        errors: [{ field: 'reason', code: 'window-over', message: `the return window of ${window.within} is over` }],
      },
    );
  }
  return undefined;
}

const hasSubstance = (kind: string, reference: string | undefined, textId: string | undefined): boolean =>
  kind === 'note' ? textId !== undefined : reference !== undefined && reference.trim() !== '';
