import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const bucketSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * How often the event loop's lag is sampled, which its quantiles include. The library's 10 ms alone would take half of an
 * idle service's processor time.
 */
const LAG_SAMPLE_MILLISECONDS = 100;

/** A value of a gauge for one combination of its labels. */
export interface LabelledValue<Label extends string> {
  labels: Record<Label, string | number>;
  value: number;
}

/** The Prometheus registry of the service. Asking for a name again returns the same metric. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly #sources: (() => Promise<string>)[] = [];

  constructor() {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LAG_SAMPLE_MILLISECONDS });
  }

  /** Everything in the Prometheus text format. A source that cannot be read is left out. */
  async text(): Promise<string> {
    const texts = await Promise.all([this.registry.metrics(), ...this.#sources.map((read) => read().catch(() => ''))]);
    return texts.filter((text) => text !== '').join('\n');
  }

  /** Adds metrics of another registry, in the Prometheus text format. Their names must differ from those here. */
  addSource(read: () => Promise<string>): void {
    this.#sources.push(read);
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

  /** With `read`, the values are read at each scrape; if reading fails, the last ones stay. */
  gauge<Label extends string = never>(
    name: string,
    help: string,
    labelNames: Label[] = [],
    read?: () => number | Promise<number | LabelledValue<Label>[]>,
  ): Gauge<Label> {
    const known = this.registry.getSingleMetric(name);
    if (known instanceof Gauge) {
      return known;
    }
    const collect = async function (this: Gauge<Label>): Promise<void> {
      try {
        if (!read) return;
        const values = await read();
        if (typeof values === 'number') return this.set(values);
        this.reset();
        for (const { labels, value } of values) this.set(labels, value);
      } catch {
        // One value that cannot be read must not fail the whole scrape.
      }
    };
    return new Gauge({ name, help, labelNames, registers: [this.registry], ...(read ? { collect } : {}) });
  }
}
