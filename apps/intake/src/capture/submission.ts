import type { ImportedHistory } from '@baton/domain';
import type { NormalisedLead } from '../parsing/normalised-lead.ts';
import type { LeadKey } from './lead-keys.ts';

/** Where a lead came in. */
export type EntryPoint = 'http' | 'kafka' | 'file' | 'quarantine';

/** One lead on its way in: read and normalised, not yet stored. */
export interface Submission {
  entryPoint: EntryPoint;
  /** A person's or an integration's id, a topic, or a file. */
  createdBy: string;
  receivedAt: Date;
  /** The bytes as they arrived; absent where another store keeps them. */
  raw?: Buffer;
  signalId: string;
  /** The id that the lead gets unless it is known. */
  newLeadId: string;
  lead: NormalisedLead;
  /** Of the lead, strongest first. */
  keys: LeadKey[];
  /** What makes a repetition recognisable; absent when nobody promised to repeat it. */
  identity?: Identity;
  importedHistory?: ImportedHistory;
  traceparent?: string;
}

export interface Identity {
  digest: string;
  /** When given, a repetition must have the same content. */
  bodyDigest?: string;
}

/** What became of a submission: one answer, however often it is repeated. */
export interface CapturedSignal {
  leadId: string;
  signalId: string;
  isNew: boolean;
}

export type CaptureResult =
  | { kind: 'captured' | 'duplicate'; captured: CapturedSignal }
  /** The same identity came before with other content. */
  | { kind: 'conflict' };
