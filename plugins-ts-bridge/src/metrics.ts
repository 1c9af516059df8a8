/** Numbers about the service, printed in the text format of Prometheus. Labels hold outcomes, never ids or addresses. */
export interface Metrics {
  count(name: string, labels?: Labels, by?: number): void;
  observeSeconds(name: string, seconds: number): void;
  set(name: string, value: number): void;
  text(): string;
}

export type Labels = Readonly<Record<string, string>>;

// From a page that is in the cache to an on-demand read through a throttled environment.
const bucketsSeconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 1, 3, 10] as const;

interface Histogram {
  readonly buckets: number[];
  sum: number;
  count: number;
}

export function createMetrics(help: Readonly<Record<string, string>>): Metrics {
  const counters = new Map<string, Map<string, number>>();
  const gauges = new Map<string, number>();
  const histograms = new Map<string, Histogram>();
  const head = (name: string, type: string): string => `# HELP ${name} ${help[name] ?? name}\n# TYPE ${name} ${type}\n`;

  return {
    count(name, labels = {}, by = 1) {
      const series = counters.get(name) ?? new Map<string, number>();
      counters.set(name, series);
      const key = labelText(labels);
      series.set(key, (series.get(key) ?? 0) + by);
    },
    observeSeconds(name, seconds) {
      const histogram = histograms.get(name) ?? { buckets: bucketsSeconds.map(() => 0), sum: 0, count: 0 };
      histograms.set(name, histogram);
      bucketsSeconds.forEach((limit, at) => {
        if (seconds <= limit) histogram.buckets[at] = (histogram.buckets[at] ?? 0) + 1;
      });
      histogram.sum += seconds;
      histogram.count += 1;
    },
    set(name, value) {
      gauges.set(name, value);
    },
    text() {
      let text = '';
      for (const [name, series] of counters) {
        text += head(name, 'counter');
        for (const [labels, value] of series) text += `${name}${labels} ${value}\n`;
      }
      for (const [name, value] of gauges) text += `${head(name, 'gauge')}${name} ${value}\n`;
      for (const [name, { buckets, sum, count }] of histograms) {
        text += head(name, 'histogram');
        buckets.forEach((value, at) => {
          text += `${name}_bucket{le="${bucketsSeconds[at] ?? ''}"} ${value}\n`;
        });
        text += `${name}_bucket{le="+Inf"} ${count}\n${name}_sum ${sum}\n${name}_count ${count}\n`;
      }
      return text;
    },
  };
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/["\\\n]/g, '_')}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}
