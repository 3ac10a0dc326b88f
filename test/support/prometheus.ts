import assert from 'node:assert/strict'

/** Samples of Prometheus' text format by `name{labels}`, as they stand there. */
export type Samples = Map<string, number>

const COMMENT = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/
const SAMPLE =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*\})? ([+-]Inf|NaN|-?[\d.e+-]+)$/
const TYPES = ['gauge', 'counter', 'histogram', 'summary']
const SUFFIX = /_(?:bucket|sum|count)$/

/** Reads the format strictly: every sample belongs to the metric that HELP and TYPE above it have named, and none is there twice. */
export function readPrometheus(text: string): Samples {
  assert.ok(text.endsWith('\n'), 'the last line ends')
  const samples: Samples = new Map()
  const named = new Set<string>()
  let current = { name: '', type: '' }
  for (const line of text.slice(0, -1).split('\n')) {
    const [, kind = '', name = '', rest = ''] = COMMENT.exec(line) ?? []
    if (kind === 'HELP') {
      assert.ok(!named.has(name), `${name} is named twice`)
      named.add(name)
      current = { name, type: '' }
    } else if (kind === 'TYPE') {
      assert.equal(name, current.name)
      assert.ok(TYPES.includes(rest), line)
      current.type = rest
    } else addSample(samples, line, current)
  }
  return samples
}

function addSample(samples: Samples, line: string, { name, type }: { name: string; type: string }): void {
  const [, sample = '', labels = '', value = ''] = SAMPLE.exec(line) ?? assert.fail(`no sample: ${line}`)
  const hasParts = type === 'histogram' || type === 'summary'
  assert.equal(hasParts ? sample.replace(SUFFIX, '') : sample, name, line)
  assert.ok(!samples.has(sample + labels), `${sample}${labels} is there twice`)
  samples.set(sample + labels, Number(value.replace('Inf', 'Infinity')))
}
