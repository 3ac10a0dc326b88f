import type { Metric } from '../../domain/metrics.ts'
import type { PhoneCare } from '../../domain/phone-care.ts'

interface Cared {
  phone_id: string
  care: PhoneCare
}

/** Batteries in numbers; a phone that does not tell one is left out there. */
export function careMetrics(phones: readonly Cared[]): Metric[] {
  const gauge = (name: string, help: string, value: (care: PhoneCare) => number | null): Metric => ({
    name,
    help,
    type: 'gauge',
    samples: phones.flatMap(({ phone_id, care }) => {
      const told = value(care)
      return told === null ? [] : [{ labels: { phone_id }, value: told }]
    }),
  })
  return [
    gauge('phonefarm_phone_battery_percent', 'Charge of the battery.', ({ level }) => level),
    gauge('phonefarm_phone_temperature_celsius', "The battery's temperature.", (care) => care.temperature_c),
    gauge(
      'phonefarm_phone_battery_lost_percent',
      'Capacity that the battery has lost.',
      (care) => care.lost_percent,
    ),
    gauge(
      'phonefarm_phone_battery_warnings',
      'Signs that the battery may swell.',
      ({ warnings }) => warnings.length,
    ),
    gauge('phonefarm_phone_worked_seconds', 'Work of the last 24 hours.', (care) => care.worked_minutes * 60),
  ]
}
