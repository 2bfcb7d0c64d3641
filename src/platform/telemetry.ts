import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Log } from './log.ts';

/** Numbers about the running process, for a monitoring system to fetch (the text format of Prometheus). */
export interface Telemetry {
  /** A number that only grows; `labels` must come from a small fixed set. */
  count(name: string, help: string, labels?: Labels): void;
  /** A number read whenever somebody asks. */
  gauge(name: string, help: string, read: () => number): void;
  /** All numbers as text. */
  render(): string;
  stop(): void;
}

type Labels = Readonly<Record<string, string>>;

const watchMs = 1000;
/** A turn of the event loop that took longer kept every request, mail and timer of this process waiting. */
const stallLimitMs = 1000;

/** Begins to measure; warns in the log when the event loop was blocked. */
export function startTelemetry(log: Log): Telemetry {
  const counters = new Map<string, { help: string; values: Map<string, number> }>();
  const gauges = new Map<string, { help: string; read: () => number }>();
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  let longestMs = 0;
  const watch = setInterval(() => {
    const stallMs = Math.round(delay.max / 1e6);
    delay.reset();
    longestMs = Math.max(longestMs, stallMs);
    if (stallMs > stallLimitMs) log.warn({ stallMs }, 'the event loop was blocked');
  }, watchMs);
  watch.unref();

  const gauge: Telemetry['gauge'] = (name, help, read) => void gauges.set(name, { help, read });
  gauge('process_resident_memory_bytes', 'Memory of this process.', () =>
    process.memoryUsage.rss(),
  );
  gauge('process_cpu_seconds', 'CPU time of this process.', cpuSeconds);
  gauge(
    'process_uptime_seconds',
    'Since the start of this process.',
    () => performance.now() / 1000,
  );
  gauge('event_loop_longest_stall_seconds', 'Longest blocked turn since the last reading.', () => {
    const seconds = longestMs / 1000;
    longestMs = 0;
    return seconds;
  });

  return {
    count(name, help, labels = {}) {
      const counter = counters.get(name) ?? { help, values: new Map<string, number>() };
      counters.set(name, counter);
      const key = renderLabels(labels);
      counter.values.set(key, (counter.values.get(key) ?? 0) + 1);
    },
    gauge,
    render() {
      const lines = [...counters].flatMap(([name, { help, values }]) => [
        ...heading(name, help, 'counter'),
        ...[...values].map(([labels, value]) => `atenta_${name}${labels} ${value}`),
      ]);
      for (const [name, { help, read }] of gauges) {
        lines.push(...heading(name, help, 'gauge'), `atenta_${name} ${read()}`);
      }
      return `${lines.join('\n')}\n`;
    },
    stop() {
      clearInterval(watch);
      delay.disable();
    },
  };
}

const heading = (name: string, help: string, type: string): string[] => [
  `# HELP atenta_${name} ${help}`,
  `# TYPE atenta_${name} ${type}`,
];

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escapeLabel = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
