import { problems } from '@baton/service';
import type { FieldProblem, Problem } from '@baton/service';

/** The 422 response to a lead whose fields are invalid. It lists all of them at once. */
export function invalidLead(errors: FieldProblem[]): Problem {
  const fields = [...new Set(errors.map(({ field }) => field))].join(', ');
  return problems.unprocessable(`Correct ${fields} and send the lead again.`, {
    type: 'invalid-fields',
    title: 'Invalid fields',
    errors,
  });
}
