/** By these a lead asks for contact. Only they start a clock on a lead that sales already has. */
export const directSignalKinds = ['request', 'demo', 'inbound-call', 'message'] as const;
export const indirectSignalKinds = ['webinar', 'content', 'visit', 'other'] as const;
export const signalKinds = [...directSignalKinds, ...indirectSignalKinds] as const;
export type SignalKind = (typeof signalKinds)[number];

export const isDirectSignal = (kind: SignalKind): boolean => directSignalKinds.some((direct) => direct === kind);

/** One sign of interest. A lead collects them over time. */
export interface Signal {
  signalId: string;
  kind: SignalKind;
  /** When Baton received it, ISO 8601 in UTC. */
  receivedAt: string;
  channel?: string;
  campaign?: string;
}

/** How a lead can be reached. The addresses themselves stay in intake. */
export const contactMethods = ['phone', 'email'] as const;
export type ContactMethod = (typeof contactMethods)[number];

/** Flags that only intake can raise, because only intake holds personal data. */
export const intakeFlags = ['bot', 'disposable-email', 'freemail', 'student-email'] as const;
export type IntakeFlag = (typeof intakeFlags)[number];

/**
 * What every service but intake knows about a lead: no name, no address, no free text.
 * An absent attribute is unknown; nothing fills it with a guess.
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
  /** IANA time zones that the person could be in, of the place and the phone's area code. Intake alone knows the phone. */
  zones?: string[];
  /** BCP 47. */
  language?: string;
  companyDomain?: string;
  reachableBy: ContactMethod[];
  flags: IntakeFlag[];
  /** Null when unknown. */
  consent: boolean | null;
  /**
   * When the person opted out, or refused consent. They are contacted only in reply to a direct signal made then or later.
   * Absent if they did neither, or have given consent since.
   */
  contactRefusedAt?: string;
  /** Oldest first. */
  signals: Signal[];
}

/** Marks a lead imported from an export of past leads. It starts no clocks, and what the export omits stays unknown. */
export interface ImportedHistory {
  /** The mapped day, `YYYY-MM-DD`. */
  day: string;
  /** The verdict that the export implies, if any. */
  verdict?: 'mql';
}
