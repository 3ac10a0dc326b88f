import type { RecoveryRung, Symptom } from '../../domain/recovery.ts'
import type { PhoneCondition } from '../../domain/phone-state.ts'
import type { LadderRung } from '../../domain/recovery-plan.ts'

/** What was reported of a phone. */
export interface Report {
  symptom: Symptom
  /** A sentence for people. */
  reason: string
  /** What the words of the fault ask for. */
  hint: RecoveryRung | undefined
  /** Monotonic. */
  atMs: number
}

/** A phone that recovery is busy with. */
export interface OpenCase extends Report {
  phone_id: string
  serial: string
  /** Null until it is known whether the phone is alone with it. */
  incident_id: string | null
}

const RUNG_WORDS = {
  reopen_session: 'a session is opened anew',
  restart_server: 'the automation server on the phone is restarted',
  reinstall_server: 'the automation server on the phone is installed anew',
  adb_reconnect: 'adb connects it anew',
  reforward: 'its port forward is made anew',
  usb_reset: 'its USB port is switched off and on',
  reboot: 'it is restarted',
} as const satisfies Record<LadderRung, string>

/** What the board shows while a phone is being recovered. */
export function recovering({ reason }: Report, rung: LadderRung | null): PhoneCondition {
  const next = rung === null ? 'it is looked at within seconds' : `${RUNG_WORDS[rung]}, then it is looked at`
  return { state: 'recovering', reason, next }
}

/** What the board shows of a phone that nothing has helped. */
export function quarantined(reason: string, isLasting: boolean): PhoneCondition {
  const next = isLasting
    ? 'a person looks at it and readmits it'
    : 'it is looked at again and again, and goes on by itself when it has shown itself well; or a person readmits it'
  return { state: 'quarantined', reason, next }
}

const LONGEST = 200

/** A reason as far as people read it; the whole of it stands at each rung. */
export function short(reason: string): string {
  return reason.length <= LONGEST ? reason : `${reason.slice(0, LONGEST - 1)}…`
}

/** `adb_reconnect, reboot: it does not answer; usb_reset: …`: rungs with the same end stand together. */
export function whatWasTried(tried: readonly { rung: LadderRung; detail: string }[]): string {
  if (tried.length === 0) return 'every rung has been tried too often within the hour'
  const details = [...new Set(tried.map(({ detail }) => detail))]
  return details
    .map((detail) => {
      const rungs = tried.filter((one) => one.detail === detail).map(({ rung }) => rung)
      return `${rungs.join(', ')}: ${short(detail)}`
    })
    .join('; ')
}
