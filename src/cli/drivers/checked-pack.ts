import type { CheckedFixture } from '../../driving/check-fixtures.ts'
import { isProblem } from '../../driving/look-for-elements.ts'
import type { Pack } from '../../driving/pack.ts'
import type { WalkedScreen } from '../../driving/walk-screens.ts'

/** All that a check has found. */
export interface CheckedPack {
  pack: Pack
  serial: string
  /** Of the app on the phone; null when the phone does not tell. */
  version: string | null
  /** Whether the pack was written for it. */
  supported: boolean
  screens: readonly WalkedScreen[]
  /** Dialogs are not brought up: they are only looked for in the recorded screens. */
  dialogs: readonly CheckedFixture[]
  /** What ended the walk before its end; null when nothing did. */
  ended: string | null
}

/** Whether nothing is wrong with the pack, as far as the check came. */
export function isFine({ screens, dialogs, ended }: CheckedPack): boolean {
  return (
    ended === null &&
    dialogs.every(({ ok }) => ok) &&
    screens.every(({ outcome, elements }) => outcome !== 'not_reached' && !elements.some(isProblem))
  )
}

/** The check for programs, without pictures. */
export function reportOf(checked: CheckedPack) {
  const { pack, serial, version, supported, ended } = checked
  return {
    app: pack.app,
    pack_hash: pack.hash,
    serial,
    app_version: version,
    version_supported: supported,
    fine: isFine(checked),
    ended,
    screens: checked.screens.map(({ screen, outcome, why, elements }) => ({
      screen,
      outcome,
      why,
      elements: elements.map(({ nodes, screen: _screen, ...sight }) => ({ ...sight, count: nodes.length })),
    })),
    dialogs: checked.dialogs.map(({ file, expected, seen, ok }) => ({ file, expected, seen, ok })),
  }
}
