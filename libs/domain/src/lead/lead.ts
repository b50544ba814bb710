/** How a lead showed interest. */
export type SignalKind = 'request' | 'demo' | 'webinar' | 'content' | 'visit' | 'inbound-call' | 'other';

/** One sign of interest, as it was received; a lead gathers them over time. */
export interface Signal {
  signalId: string;
  kind: SignalKind;
  /** When Baton received it, ISO 8601 in UTC. */
  receivedAt: string;
  channel?: string;
  campaign?: string;
}

/** Ways in which the lead can be reached at all; the addresses themselves stay in intake. */
export type ContactMethod = 'phone' | 'email';

/** Red flags that only intake can see, because only intake sees the person. */
export type IntakeFlag = 'bot' | 'disposable-email' | 'freemail' | 'student-email';

/**
 * What everybody but intake knows of a lead: no name, no address, no free text.
 * An absent attribute is unknown; nothing is made up to fill it.
 */
export interface LeadSnapshot {
  source: string;
  channel?: string;
  campaign?: string;
  industry?: string;
  /** Size class of the company, such as `smb` or `enterprise`. */
  segment?: string;
  employees?: number;
  /** The person's role in the company, such as `owner` or `marketing-director`. */
  role?: string;
  /** ISO 3166-1 alpha-2. */
  country?: string;
  region?: string;
  /** BCP 47. */
  language?: string;
  companyDomain?: string;
  reachableBy: ContactMethod[];
  flags: IntakeFlag[];
  consent: boolean | null;
  /** Oldest first. */
  signals: Signal[];
}

/** A lead that came from an export of the past: it starts no clocks, and what the export does not say stays unknown. */
export interface ImportedHistory {
  /** The mapped day, `YYYY-MM-DD`. */
  day: string;
  /** The verdict that the export itself implies, if it does. */
  verdict?: 'mql';
}
