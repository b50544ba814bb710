import { createHash, randomUUID, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A system that sends commands, with the private half of the key that an admin has registered for it. */
export interface CommandSender {
  integrationId: string;
  keyId: string;
  /** Ed25519. */
  privateKey: KeyObject;
  /** The CloudEvents source of its events. */
  source: string;
}

export interface CommandToSend {
  /** Identifies the event together with the source: the same for every attempt to send it. */
  id?: string;
  handoffId: string;
  /** The person whom the system acts for; without it, it acts under its own name. */
  personId?: string;
  command: { type: string } & Record<string, unknown>;
}

export interface CommandMessage {
  key: string;
  value: string;
  headers: Record<string, string>;
}

const VALID_SECONDS = 600;

const base64url = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');

/** The message for `baton.handoffs.commands.v1`. Its credential is of use for this event alone, and expires. */
export function signCommand(sender: CommandSender, commandToSend: CommandToSend, now = new Date()): CommandMessage {
  const { integrationId, keyId, privateKey, source } = sender;
  const { id = randomUUID(), ...data } = commandToSend;
  const value = JSON.stringify(data);
  const issuedAt = Math.floor(now.getTime() / 1000);
  const claims = {
    iss: `integration:${integrationId}`,
    aud: 'baton',
    iat: issuedAt,
    exp: issuedAt + VALID_SECONDS,
    event: { source, id },
    handoff: data.handoffId,
    body: createHash('sha256').update(value).digest('base64url'),
  };
  const signed = `${base64url({ alg: 'EdDSA', kid: keyId })}.${base64url(claims)}`;
  const signature = sign(null, Buffer.from(signed), privateKey).toString('base64url');
  return {
    key: data.handoffId,
    value,
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_type: 'baton.handoff.command-requested',
      ce_source: source,
      ce_id: id,
      ce_time: now.toISOString(),
      ce_credential: `${signed}.${signature}`,
    },
  };
}
