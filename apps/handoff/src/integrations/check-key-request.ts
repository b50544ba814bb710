import { createPublicKey } from 'node:crypto';
import type { SqlExecutor } from '@baton/messaging';
import { problems } from '@baton/service';
import type { FieldProblem } from '@baton/service';
import { unknownPeopleAndTeams } from './integration-rows.ts';
import type { KeyRequest } from './integrations.request.ts';

/** @throws Problem 422 for a key that could not be used, or would be used differently than it says */
export async function checkKeyRequest(on: SqlExecutor, request: KeyRequest, now: Date): Promise<void> {
  const errors = [...fieldProblems(request, now), ...(await nameProblems(on, request))];
  if (errors.length === 0) return;
  throw problems.unprocessable(`Correct ${errors.map(({ field }) => field).join(', ')}. Nothing was changed.`, {
    errors,
  });
}

function fieldProblems(
  { kind, publicKey, scopes, sources, actsFor, expiresAt }: KeyRequest,
  now: Date,
): FieldProblem[] {
  const errors: FieldProblem[] = [];
  const add = (field: string, code: string, message: string): void => void errors.push({ field, code, message });
  if (kind === 'secret' && publicKey) add('publicKey', 'not-for-a-secret', 'belongs to a key of the kind public-key');
  if (kind === 'public-key') {
    if (!publicKey) add('publicKey', 'required', 'is missing');
    else if (!isUsable(publicKey)) add('publicKey', 'not-a-key', 'is not an Ed25519 public key');
    if (scopes.some((scope) => scope !== 'send-commands'))
      add('scopes', 'not-for-a-public-key', 'of a public key can be send-commands only; HTTP takes a secret');
  }
  if (sources && !scopes.includes('write-leads')) add('sources', 'without-scope', 'requires the scope write-leads');
  if (actsFor && Object.values(actsFor).every((value) => value === undefined))
    add('actsFor', 'empty', 'must name everyone, personIds or teamIds; leave it out to act for nobody');
  if (expiresAt !== undefined && Date.parse(expiresAt) <= now.getTime())
    add('expiresAt', 'not-in-future', `must be in the future; ${expiresAt} is in the past`);
  return errors;
}

async function nameProblems(on: SqlExecutor, { actsFor }: KeyRequest): Promise<FieldProblem[]> {
  if (!actsFor) return [];
  const { personIds, teamIds } = await unknownPeopleAndTeams(on, actsFor);
  return [
    ...personIds.map((id) => ({
      field: 'actsFor.personIds',
      code: 'no-such-person',
      message: `"${id}" is not an active person`,
    })),
    ...teamIds.map((id) => ({ field: 'actsFor.teamIds', code: 'no-such-team', message: `there is no team "${id}"` })),
  ];
}

function isUsable({ kty, crv, x }: { kty: string; crv: string; x: string }): boolean {
  try {
    return createPublicKey({ key: { kty, crv, x }, format: 'jwk' }).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}
