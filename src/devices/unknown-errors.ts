import type { Logger } from 'pino'
import type { Metric } from '../domain/metrics.ts'

/** Counts the device errors that nobody knows the meaning of, so that the corpus can grow. */
export interface UnknownErrors {
  /** Counts the text, and logs it when no other of its shape came before. */
  note: (text: string) => void
  metric: () => Metric
}

/** More shapes than this are counted but no longer logged: their words then differ in a way that we do not see. */
const MOST_SHAPES = 200
const LONGEST_SHAPE = 160

export function createUnknownErrors(log: Logger): UnknownErrors {
  const shapes = new Set<string>()
  let count = 0

  return {
    note(text) {
      count++
      const shape = shapeOf(text)
      if (shapes.has(shape) || shapes.size >= MOST_SHAPES) return
      shapes.add(shape)
      log.warn({ shape, text: text.slice(0, 2000) }, 'device error that nobody knows the meaning of')
    },
    metric: () => ({
      name: 'phonefarm_unknown_device_errors_total',
      help: 'Errors of phones, adb or Appium that are not in the corpus; each shape of text is in the log once.',
      type: 'counter',
      samples: [{ value: count }],
    }),
  }
}

/** A text without what differs from one occurrence to the next: ids, numbers, quoted names. */
export function shapeOf(text: string): string {
  return text
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '…')
    .replace(/\b[0-9a-f]{8,}\b/gi, '#')
    .replace(/\d+/g, '#')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_SHAPE)
}
