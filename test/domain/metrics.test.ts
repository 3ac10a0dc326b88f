import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countsBy, createDurations, metricsText } from '../../src/domain/metrics.ts'
import { readPrometheus } from '../support/prometheus.ts'

test('a metric is written with its help, its type and its samples', () => {
  const text = metricsText([
    {
      name: 'phonefarm_phones',
      help: 'Registered phones by state.',
      type: 'gauge',
      samples: [
        { labels: { state: 'ready' }, value: 3 },
        { labels: { state: 'offline' }, value: 0 },
      ],
    },
    { name: 'phonefarm_runs', help: 'Runs.', type: 'gauge', samples: [{ value: 0.5 }] },
  ])

  assert.equal(
    text,
    [
      '# HELP phonefarm_phones Registered phones by state.',
      '# TYPE phonefarm_phones gauge',
      'phonefarm_phones{state="ready"} 3',
      'phonefarm_phones{state="offline"} 0',
      '# HELP phonefarm_runs Runs.',
      '# TYPE phonefarm_runs gauge',
      'phonefarm_runs 0.5',
      '',
    ].join('\n'),
  )
})

test('what would break a line or a label is escaped', () => {
  const text = metricsText([
    { name: 'm', help: 'a\nb\\c', type: 'gauge', samples: [{ labels: { l: '"x"\n\\' }, value: 1 }] },
  ])

  assert.equal(text, '# HELP m a\\nb\\\\c\n# TYPE m gauge\nm{l="\\"x\\"\\n\\\\"} 1\n')
})

test('a metric without samples is left out', () => {
  assert.equal(metricsText([{ name: 'm', help: 'h', type: 'gauge', samples: [] }]), '')
})

test('every value of a closed list is told, also the ones that were not counted', () => {
  const samples = countsBy('status', ['queued', 'completed'], new Map([['completed', 2]]))

  assert.deepEqual(samples, [
    { labels: { status: 'queued' }, value: 0 },
    { labels: { status: 'completed' }, value: 2 },
  ])
})

test('durations are counted in growing classes', () => {
  const durations = createDurations('change', [0.01, 0.1])

  durations.record('accept', 0.01)
  durations.record('accept', 0.05)
  durations.record('accept', 3)

  const metric = { name: 'd', help: 'h', type: 'histogram', samples: durations.samples() } as const
  assert.deepEqual(
    [...readPrometheus(metricsText([metric]))],
    [
      ['d_bucket{change="accept",le="0.01"}', 1],
      ['d_bucket{change="accept",le="0.1"}', 2],
      ['d_bucket{change="accept",le="+Inf"}', 3],
      ['d_sum{change="accept"}', 3.06],
      ['d_count{change="accept"}', 3],
    ],
  )
})
