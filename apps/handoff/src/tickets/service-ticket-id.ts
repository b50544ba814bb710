import type { ServiceTicketKind } from '@baton/domain';
import { createHash } from 'node:crypto';

/** Ticket ids are part of URLs, whose path parameters may have 100 characters. */
const MAX_CHARACTERS = 75;

/** The id of the ticket of this kind about a source, a workflow or the like. */
export const serviceTicketId = (kind: ServiceTicketKind, subject: string): string =>
  `${kind}.${subject.length <= MAX_CHARACTERS ? subject : createHash('sha256').update(subject).digest('hex')}`;
