import type { AttentionOwner } from '@baton/domain';
import { sqlExecutorOf } from '@baton/messaging';
import type { SqlExecutor } from '@baton/messaging';
import { AccessDirectory, PgPool, problems } from '@baton/service';
import { Injectable } from '@nestjs/common';

/** The roles that may review the quarantine, and own it. */
export const quarantineOwnerRoles = ['marketer', 'ops'] as const;
export type QuarantineOwnerRole = (typeof quarantineOwnerRoles)[number];

const defaultOwner: AttentionOwner = { role: 'marketer' };

export interface SourceOwner {
  source: string;
  owner: AttentionOwner;
}

interface OwnerRow {
  source: string;
  role: QuarantineOwnerRole | null;
  person_id: string | null;
}

/** Who owns what each source has in quarantine. Without a choice, and after a person has left, it is marketing. */
@Injectable()
export class QuarantineOwners {
  readonly #pool: PgPool;
  readonly #access: AccessDirectory;

  constructor(pool: PgPool, access: AccessDirectory) {
    this.#pool = pool;
    this.#access = access;
  }

  async list(on: SqlExecutor = sqlExecutorOf(this.#pool)): Promise<SourceOwner[]> {
    const rows = await on.query<OwnerRow[]>(
      `SELECT source, role, person_id FROM intake.quarantine_owner
       LEFT JOIN intake.access_person USING (person_id) WHERE role IS NOT NULL OR active ORDER BY source`,
    );
    return rows.map(({ source, role, person_id }) => ({
      source,
      owner: role === null ? (person_id === null ? defaultOwner : { personId: person_id }) : { role },
    }));
  }

  /** Looks up the owner of each source. */
  async ownerOf(on?: SqlExecutor): Promise<(source: string) => AttentionOwner> {
    const owners = new Map((await this.list(on)).map(({ source, owner }) => [source, owner]));
    return (source) => owners.get(source) ?? defaultOwner;
  }

  /** @throws Problem 422 if the person may not review the quarantine. */
  async set(source: string, owner: AttentionOwner): Promise<void> {
    if ('personId' in owner) await this.#assertMayReview(owner.personId);
    await this.#pool.query(
      `INSERT INTO intake.quarantine_owner (source, role, person_id) VALUES ($1, $2, $3)
       ON CONFLICT (source) DO UPDATE SET role = excluded.role, person_id = excluded.person_id`,
      [source, 'role' in owner ? owner.role : null, 'personId' in owner ? owner.personId : null],
    );
  }

  async remove(source: string): Promise<void> {
    await this.#pool.query('DELETE FROM intake.quarantine_owner WHERE source = $1', [source]);
  }

  async #assertMayReview(personId: string): Promise<void> {
    const person = await this.#access.person(personId);
    const mayReview = person?.roles.some((role) => ['marketer', 'ops', 'admin'].includes(role)) ?? false;
    if (person?.active && mayReview) return;
    throw problems.unprocessable(
      `${personId} is not an active person with the role marketer, ops or admin. Name a person who may review the quarantine, or a role.`,
      { type: 'not-a-reviewer' },
    );
  }
}
