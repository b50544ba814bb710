import { evidenceOf, lacksReference } from '@baton/domain';
import type { Agreement, HandoffCommand } from '@baton/domain';
import { problems } from '@baton/service';
import type { Problem } from '@baton/service';

/**
 * What is refused whatever the stage: evidence that nobody can look at, a question that is none, an unknown reason of a
 * return, a proof that does not prove.
 *
 * @param asked criteria that the judgement of the lead left open for the rep to ask
 */
export function agreementRefusal(
  agreement: Agreement,
  command: HandoffCommand,
  asked: readonly string[],
): Problem | undefined {
  return evidenceRefusal(command) ?? questionsRefusal(agreement, command, asked) ?? returnRefusal(agreement, command);
}

function evidenceRefusal(command: HandoffCommand): Problem | undefined {
  const lacking = evidenceOf(command).filter(({ evidence }) => lacksReference(evidence));
  if (lacking.length === 0) return undefined;
  const named = lacking.map(({ field, evidence }) => `${field} (${evidence.kind})`).join(', ');
  return problems.unprocessable(
    `A trace proves only where it can be found: give a reference, an id or a link, to ${named}, or call it a note.`,
    {
      errors: lacking.map(({ field, evidence }) => ({
        field: `${field}.reference`,
        code: 'missing-reference',
        message: `give the id or link of the ${evidence.kind}; without one it is a note`,
      })),
    },
  );
}

function questionsRefusal(
  { criteria }: Agreement,
  command: HandoffCommand,
  asked: readonly string[],
): Problem | undefined {
  const { answers = [] } = 'answers' in command ? command : {};
  const known = [...new Set([...criteria.sql.map(({ id }) => id), ...asked])];
  const unknown = answers.flatMap(({ question }, index) => (known.includes(question) ? [] : [{ question, index }]));
  if (unknown.length === 0) return undefined;
  return problems.unprocessable(
    `Nobody asks this: ${unknown.map(({ question }) => `"${question}"`).join(', ')}. Answer questions of the agreement, or criteria that were left open: ${known.join(', ')}.`,
    {
      errors: unknown.map(({ question, index }) => ({
        field: `answers.${index}.question`,
        code: 'unknown-question',
        message: `"${question}" is neither a question of the agreement nor was it asked`,
      })),
    },
  );
}

function returnRefusal({ returns: { reasons } }: Agreement, command: HandoffCommand): Problem | undefined {
  if (command.type !== 'return') return undefined;
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
  if (!reason.proof.some((accepted) => accepted === kind) || !provesAnything(kind, reference, command.textId)) {
    return problems.unprocessable(
      `"${reason.code}" is proven by one of: ${reason.proof.join(', ')}, with a reference (a note: with its text).`,
      {
        errors: [
          {
            field: 'proof',
            code: 'missing-proof',
            message: `give one of ${reason.proof.join(', ')} with its reference`,
          },
        ],
      },
    );
  }
  return undefined;
}

const provesAnything = (kind: string, reference: string | undefined, textId: string | undefined): boolean =>
  kind === 'note' ? textId !== undefined : reference !== undefined && reference.trim() !== '';
