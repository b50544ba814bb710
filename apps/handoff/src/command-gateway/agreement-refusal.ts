import { evidenceOf, lacksReference } from '@baton/domain';
import type { Agreement, HandoffCommand } from '@baton/domain';
import { problems } from '@baton/service';
import type { Problem } from '@baton/service';

/**
 * Refusals that do not depend on the stage: evidence without a reference, an answer to an unknown question, an unknown
 * return reason, or a proof that the reason does not accept.
 *
 * @param askedCriteria criteria that the judgement of the lead left for the rep to ask
 */
export function agreementRefusal(
  agreement: Agreement,
  command: HandoffCommand,
  askedCriteria: readonly string[],
): Problem | undefined {
  return (
    evidenceRefusal(command) ?? questionsRefusal(agreement, command, askedCriteria) ?? returnRefusal(agreement, command)
  );
}

function evidenceRefusal(command: HandoffCommand): Problem | undefined {
  const unreferenced = evidenceOf(command).filter(({ evidence }) => lacksReference(evidence));
  if (unreferenced.length === 0) return undefined;
  const fields = unreferenced.map(({ field, evidence }) => `${field} (${evidence.kind})`).join(', ');
  return problems.unprocessable(
    `Evidence other than a note needs a reference. Give an id or a link for ${fields}, or record it as a note.`,
    {
      errors: unreferenced.map(({ field, evidence }) => ({
        field: `${field}.reference`,
        code: 'missing-reference',
        message: `must be the id or the link of the ${evidence.kind}`,
      })),
    },
  );
}

function questionsRefusal(
  { criteria }: Agreement,
  command: HandoffCommand,
  askedCriteria: readonly string[],
): Problem | undefined {
  const { answers = [] } = 'answers' in command ? command : {};
  const questions = [...new Set([...criteria.sql.map(({ id }) => id), ...askedCriteria])];
  const unknown = answers.flatMap(({ question }, index) => (questions.includes(question) ? [] : [{ question, index }]));
  if (unknown.length === 0) return undefined;
  return problems.unprocessable(
    `Unknown questions: ${unknown.map(({ question }) => `"${question}"`).join(', ')}. Answer qualifying questions of the agreement or asked criteria: ${questions.join(', ')}.`,
    {
      errors: unknown.map(({ question, index }) => ({
        field: `answers.${index}.question`,
        code: 'unknown-question',
        message: `"${question}" is neither a question of the agreement nor an asked criterion`,
      })),
    },
  );
}

function returnRefusal({ returns: { reasons } }: Agreement, command: HandoffCommand): Problem | undefined {
  if (command.type !== 'return') return undefined;
  const reason = reasons.find(({ code }) => code === command.reason);
  if (!reason) {
    return problems.unprocessable(
      `"${command.reason}" is not a return reason of the agreement. Use one of: ${reasons.map(({ code }) => code).join(', ')}.`,
      {
        errors: [{ field: 'reason', code: 'unknown-reason', message: 'must be a return reason of the agreement' }],
      },
    );
  }
  const { kind, reference } = command.proof;
  if (!reason.proof.some((accepted) => accepted === kind) || !hasContent(kind, reference, command.textId)) {
    return problems.unprocessable(
      `"${reason.code}" requires one of these proofs: ${reason.proof.join(', ')}. Give its reference, or the text of a note.`,
      {
        errors: [
          {
            field: 'proof',
            code: 'missing-proof',
            message: `must be one of ${reason.proof.join(', ')}, with its reference`,
          },
        ],
      },
    );
  }
  return undefined;
}

const hasContent = (kind: string, reference: string | undefined, textId: string | undefined): boolean =>
  kind === 'note' ? textId !== undefined : reference !== undefined && reference.trim() !== '';
