import { randomUUID } from 'node:crypto';
import { signCommand } from '../../../../docs/examples/sign-command.ts';
import type { CommandMessage, CommandSender } from '../../../../docs/examples/sign-command.ts';
import type { CommandSigners } from './command-signers.ts';
import type { Forgery, SentCommand } from './sent-command.ts';

const HOUR_MILLISECONDS = 3_600_000;

/** The message of a touch that Baton must carry out, or must refuse because it is forged. */
export function commandMessage(
  signer: CommandSender,
  { eventId, handoffId, personId, reference, forgery }: Omit<SentCommand, 'via'>,
): CommandMessage {
  const sign = (changes: { id?: string; reference?: string } = {}, signedAt = new Date()): CommandMessage => {
    const command = touchWith(changes.reference ?? reference);
    return signCommand(signer, { id: changes.id ?? eventId, handoffId, personId, command }, signedAt);
  };
  const message = sign();
  const withCredential = (credential?: string): CommandMessage => {
    const { ce_credential: _, ...headers } = message.headers;
    return { ...message, headers: { ...headers, ...(credential !== undefined && { ce_credential: credential }) } };
  };
  switch (forgery) {
    case 'no credential':
      return withCredential();
    case 'garbage as the credential':
      return withCredential('garbage');
    case 'the credential of another event':
      return withCredential(sign({ id: randomUUID() }).headers['ce_credential']);
    case 'another body than was signed':
      return withCredential(sign({ reference: 'harmless' }).headers['ce_credential']);
    case 'an expired credential':
      return sign({}, new Date(Date.now() - HOUR_MILLISECONDS));
    default:
      return message;
  }
}

/** Who signs: a forgery can also be a valid message of the wrong signer. */
export function signerFor(signers: CommandSigners, forgery: Forgery | undefined): CommandSender {
  switch (forgery) {
    case 'a key that was revoked':
      return signers.revoked;
    case 'a key that is not registered':
      return signers.unregistered;
    case 'a person whom the key does not cover':
      return signers.uncovering;
    default:
      return signers.good;
  }
}

const touchWith = (reference: string): { type: string } & Record<string, unknown> => ({
  type: 'touch',
  channel: 'call',
  direction: 'outbound',
  outcome: 'no-answer',
  evidence: { kind: 'call-record', reference },
});
