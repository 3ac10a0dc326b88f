import type { Config } from './config.ts'
import type { DevicesConfig } from './devices/devices.ts'
import type { TagVerdict } from './devices/leftovers.ts'
import { isNetworkSerial, type KnownPhone } from './devices/transports.ts'
import { parseFacts } from './domain/phone-facts.ts'
import type { SessionTag } from './domain/phone-session.ts'
import type { Store } from './store/store.ts'

/** How many Appium servers there are, where they listen, when they are replaced, and what sessions leave behind. */
export function appiumSetup(config: Config, store: Store, bootId: string) {
  return {
    phonesPerServer: config.appiumPhonesPerServer,
    mostAppiumServers: config.appiumServers,
    appiumPortFirst: config.appiumPortFirst,
    appiumRecycle: { longestAgeMs: config.appiumLongestAgeMs, mostBytes: config.appiumMostBytes },
    onPhoneRecycle: { longestAgeMs: config.onPhoneLongestAgeMs, mostBytes: config.onPhoneMostBytes },
    knownOf: (serial: string) => knownOf(store, serial),
    leftovers: {
      serials: () => store.read.phones.all().map(({ serial }) => serial),
      verdict: (tag: SessionTag) => verdictOf(store, bootId, tag),
    },
  } satisfies Partial<DevicesConfig>
}

/** By what a phone was known in an earlier life of the daemon. */
function knownOf(store: Store, serial: string): KnownPhone {
  const row = store.read.phones.findBySerial(serial)
  const facts = row === undefined ? null : parseFacts(row.facts)
  const addresses = facts?.transports.map((way) => way.serial).filter(isNetworkSerial) ?? []
  return { hardware: row?.hardware_serial ?? null, addresses }
}

/** Whether the run that opened a session still works, by the tag that the session carries. */
function verdictOf(store: Store, bootId: string, tag: SessionTag): TagVerdict {
  const { boot_id, queue_item_id, attempt } = tag
  const known = store.read.attempts
    .ofItem(queue_item_id)
    .find((row) => row.boot_id === boot_id && row.attempt === attempt)
  // Another farm's, or so old that its process was pruned: whatever left it open for so long is no run of ours.
  if (known === undefined) return 'unknown'
  return boot_id === bootId && known.ended_at === null ? 'running' : 'over'
}
