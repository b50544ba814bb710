import { isDependencyAway, Logger, PgPool } from '@baton/service';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { IntakeConfig } from '../intake-config.ts';

const everyMilliseconds = 3_600_000;

/** Lets refused bodies go after a while: they are personal, and became nothing. */
@Injectable()
export class RefusedBodies implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #pool: PgPool;
  readonly #config: IntakeConfig;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(PgPool) pool: PgPool,
    @Inject(IntakeConfig) config: IntakeConfig,
    @Inject(Logger) logger: Logger,
  ) {
    this.#pool = pool;
    this.#config = config;
    this.#logger = logger;
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.letGo(new Date()), everyMilliseconds).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  async letGo(now: Date): Promise<void> {
    const oldest = new Date(now.getTime() - this.#config.KEEP_REFUSED_DAYS * 24 * everyMilliseconds);
    try {
      await this.#pool.query(`DELETE FROM intake.raw_receipt WHERE status = 'refused' AND received_at < $1`, [oldest]);
    } catch (err) {
      // The next round comes; that PostgreSQL is away is told elsewhere.
      if (!isDependencyAway(err)) this.#logger.error({ err }, 'Refused bodies could not be let go');
    }
  }
}
