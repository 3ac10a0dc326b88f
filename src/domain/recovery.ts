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
