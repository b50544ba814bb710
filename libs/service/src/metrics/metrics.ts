import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const bucketSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * How often the event loop's lag is sampled, which its quantiles include. The library's 10 ms alone would take half of an
 * idle service's processor time.
 */
const LAG_SAMPLE_MILLISECONDS = 100;

/** The Prometheus registry of the service. Asking for a name again returns the same metric. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LAG_SAMPLE_MILLISECONDS });
  }

  counter<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    const known = this.registry.getSingleMetric(name);
    return known instanceof Counter ? known : new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  /** By default, the buckets are for durations in seconds. */
  histogram<Label extends string = never>(
    name: string,
    help: string,
    labelNames: Label[] = [],
    buckets: number[] = bucketSeconds,
  ): Histogram<Label> {
    const known = this.registry.getSingleMetric(name);
    return known instanceof Histogram
      ? known
      : new Histogram({ name, help, labelNames, buckets, registers: [this.registry] });
  }

  /** With `read`, the value is read at each scrape; if reading fails, the last value stays. */
  gauge<Label extends string = never>(
    name: string,
    help: string,
    labelNames: Label[] = [],
    read?: () => number | Promise<number>,
  ): Gauge<Label> {
    const known = this.registry.getSingleMetric(name);
    if (known instanceof Gauge) {
      return known;
    }
    const collect = async function (this: Gauge<Label>): Promise<void> {
      try {
        if (read) this.set(await read());
      } catch {
        // One value that cannot be read must not fail the whole scrape.
      }
    };
    return new Gauge({ name, help, labelNames, registers: [this.registry], ...(read ? { collect } : {}) });
  }
}
