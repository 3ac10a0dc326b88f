/** What can be tried on a phone that does not work, lowest first: what costs least and touches least. `none` means that nothing on the phone is wrong. */
export const RECOVERY_RUNGS = [
  'reopen_session',
  'restart_server',
  'reinstall_server',
  'adb_reconnect',
  'reforward',
  'usb_reset',
  'reboot',
  'quarantine',
  'none',
] as const
export type RecoveryRung = (typeof RECOVERY_RUNGS)[number]

/** How it shows that a phone does not work; who notices it reports it to the recovery. */
export const SYMPTOMS = [
  /** adb lists the phone as `device`, and no command gets an answer. */
  'not_answering',
  /** adb lists the phone as `offline`. */
  'adb_offline',
  /** Android has not come up in the time that a boot takes. */
  'boot_hangs',
  /** The phone answers, but gives no picture of its screen. */
  'screen_unreadable',
  /** A run ended with a fault of the session or of the server on the phone. */
  'session_fault',
  /** A run ended with a fault of the phone. */
  'device_fault',
] as const
export type Symptom = (typeof SYMPTOMS)[number]

/** Of a stored word; what another release has stored is taken for the widest symptom, which only a session disproves. */
export function symptomOf(word: string): Symptom {
  return SYMPTOMS.find((symptom) => symptom === word) ?? 'session_fault'
}
