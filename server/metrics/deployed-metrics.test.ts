import { readFile } from 'node:fs/promises';
import { parser } from '@prometheus-io/lezer-promql';
import { pino } from 'pino';
import type { Metric, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { createEvents, EVENT_TYPES } from '../events/events.ts';
import { ERROR_CODES } from '../graphql/errors.ts';
import { operationNames } from '../graphql/operation-name.ts';
import { schema } from '../graphql/schema.ts';
import { createClusterMetrics } from './cluster-metrics.ts';
import { createMetrics } from './metrics.ts';

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string };
}

const alerts: { groups: { rules: Rule[] }[] } = parse(await readFile('deploy/prometheus/alerts.yml', 'utf8'));
const rules = alerts.groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(await readFile('deploy/grafana/gatehouse.json', 'utf8'));
const operations = await readFile('docs/operations.md', 'utf8');

const panels: { title: string; targets?: { expr: string; legendFormat: string }[] }[] = dashboard.panels;
const queries = panels.flatMap(({ targets = [] }) => targets);
const expressions = [...rules, ...queries].map(({ expr }) => expr.replaceAll('$__rate_interval', '5m'));

/** Everything that a process and a supervisor can expose, by name, with its labels; supervisor and Prometheus add theirs. */
const exposed = new Map(
  [
    { registry: createClusterMetrics().registry, added: [] },
    { registry: everyMetric(), added: ['worker'] },
  ].flatMap(({ registry, added }) =>
    registry.getMetricsAsArray().flatMap((metric) => {
      const { name, labelNames } = metric as unknown as { name: string; labelNames: string[] };
      return ['', '_bucket', '_sum', '_count'].map((part): [string, string[]] => [
        name + part,
        [...labelNames, ...added, 'job', 'instance', ...(part === '_bucket' ? ['le'] : [])],
      ]);
    }),
  ),
);

function everyMetric(): Registry {
  const metrics = createMetrics({ operations: operationNames(schema), isFault: () => false });
  metrics.countEvents(createEvents(pino({ level: 'silent' }), Date.now));
  metrics.watchState({
    stores: async () => [],
    ready: async () => true,
    pool: () => ({ total: 0, idle: 0, waiting: 0 }),
    hashQueue: () => ({ running: 0, waiting: 0, refused: 0 }),
  });
  return metrics.registry;
}

/** Of an expression, what its grammar calls so. */
function nodesOf(expression: string, kind: string): string[] {
  const found: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ name, from, to }) => void (name === kind && found.push(expression.slice(from, to))),
  });
  return found;
}

test.each(expressions)('%s is PromQL over metrics and labels that are exposed', (expression) => {
  expect(nodesOf(expression, '⚠')).toEqual([]);
  const selectors = nodesOf(expression, 'VectorSelector');
  expect(selectors.length).toBeGreaterThan(0);
  for (const selector of selectors) {
    const [, name = '', matchers = ''] = selector.match(/^(\w+)(?:\{(.*)\})?$/s) ?? [];
    if (name !== 'up') {
      expect([...exposed.keys()]).toContain(name);
      expect(exposed.get(name)).toEqual(expect.arrayContaining(nodesOf(`x{${matchers}}`, 'LabelName')));
    }
  }
  const grouped = nodesOf(expression, 'GroupingLabels').flatMap((group) => group.match(/\w+/g) ?? []);
  const labels = selectors.flatMap((selector) => exposed.get(String(selector.match(/^\w+/))) ?? []);
  expect(labels).toEqual(expect.arrayContaining(grouped));
});

test('the outcomes, events and operations that are asked for are ones that there are', () => {
  const known: Record<string, readonly string[]> = {
    outcome: ['success', 'OTHER', ...ERROR_CODES],
    event: EVENT_TYPES,
    operation: operationNames(schema),
  };
  let matched = 0;
  for (const [, label = '', values = ''] of expressions
    .join('\n')
    .matchAll(/(outcome|event|operation)!?=~?"([\w|]+)"/g)) {
    expect(known[label]).toEqual(expect.arrayContaining(values.split('|')));
    matched += 1;
  }
  expect(matched).toBeGreaterThan(8);
});

test('each alert says what to do: docs/operations.md has a paragraph for it, and none for others', () => {
  const headings = [...operations.matchAll(/^### (Gatehouse\w+)$/gm)].map(([, name]) => name);

  expect(rules.map(({ alert }) => alert)).toEqual(headings);
  for (const { labels, annotations } of rules) {
    expect(labels.severity).toMatch(/^(critical|warning)$/);
    expect(annotations.summary.length).toBeGreaterThan(10);
  }
});

test('docs/operations.md has every metric of ours, and no others', () => {
  const own = [everyMetric(), createClusterMetrics().registry]
    .flatMap((registry) => registry.getMetricsAsArray() as unknown as Pick<Metric, never>[])
    .map((metric) => (metric as unknown as { name: string }).name)
    .filter((name) => name.startsWith('gatehouse_'));
  const told = [...operations.matchAll(/`(gatehouse_\w+)`/g)].map(([, name]) => name);

  expect([...new Set(told)].sort()).toEqual([...new Set(own)].sort());
});

test('the dashboard’s panels have titles, and legends of labels that are there', () => {
  expect(panels.length).toBeGreaterThan(15);
  expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  for (const { expr, legendFormat } of queries) {
    const labels = [...exposed].filter(([name]) => expr.includes(name)).flatMap(([, names]) => names);
    for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) {
      expect(labels, expr).toContain(label);
    }
  }
});
