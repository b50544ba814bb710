import type { Agreement, HandoffCommand } from '@baton/domain';
import { problems, type Problem } from '@baton/service';

/** What the agreement itself refuses, whatever the stage: an unknown reason, a proof that does not prove. */
export function refusedByAgreement(agreement: Agreement, command: HandoffCommand): Problem | undefined {
  if (command.type !== 'return') return undefined;
  const { reasons } = agreement.returns;
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
  return undefined;
}

const hasSubstance = (kind: string, reference: string | undefined, textId: string | undefined): boolean =>
  kind === 'note' ? textId !== undefined : reference !== undefined && reference.trim() !== '';
