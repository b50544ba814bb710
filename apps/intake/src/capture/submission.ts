import type { ImportedHistory, LikelyDuplicateReason } from '@baton/domain';
import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import type { LeadKey } from './lead-keys.ts';

export type EntryPoint = 'http' | 'kafka' | 'file' | 'quarantine';

/** A lead that has been parsed and normalised, but not stored yet. */
export interface Submission {
  entryPoint: EntryPoint;
  /** The id of a person or an integration, a topic, or a file name. */
  createdBy: string;
  receivedAt: Date;
  /** The bytes as received. Absent when they are stored elsewhere. */
  raw?: Buffer;
  signalId: string;
  /** The id of the lead if it is new. */
  newLeadId: string;
  lead: NormalisedLead;
  keys: LeadKey[];
  /** Recognises a repeated submission. Absent when the sender gave nothing to recognise it by. */
  identity?: Identity;
  /** Recognises the same content with the same id from the same source, when the sender named the submission in no other way. */
  delivery?: string;
  importedHistory?: ImportedHistory;
  traceparent?: string;
}

export interface Identity {
  digest: string;
  /** If present, a repeated submission must have the same body. */
  bodyDigest?: string;
}

/** The result of a submission, and of every repetition of it. */
export interface CapturedSignal {
  leadId: string;
  signalId: string;
  isNew: boolean;
}

export type CaptureResult =
  | { kind: 'captured'; captured: CapturedSignal; likelyDuplicates: LikelyDuplicateReason[] }
  | { kind: 'duplicate'; captured: CapturedSignal }
  /** Another body was already submitted under the same identity. */
  | { kind: 'conflict' };
