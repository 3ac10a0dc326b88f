/** A phone that adb lists and nobody has registered, as callers see it. */
export interface PhoneCandidate {
  serial: string
  /** adb's word. */
  state: string
  /** What has to be done before it can work; null when it could work at once. */
  reason: string | null
  next: string | null
  /** Of the hardware itself; null while the phone tells nothing. */
  hardware_serial: string | null
  model: string | null
  android_version: string | null
  /** An id that is free, for who has no better one. */
  suggested_phone_id: string
}

/** `phone_r5ct60abcde` for `R5CT60ABCDE`, with a number behind it when that is taken. */
export function suggestPhoneId(serial: string, isTaken: (phoneId: string) => boolean): string {
  const words = serial
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  const first = `phone_${words === '' ? 'new' : words.slice(0, 100)}`
  let suggested = first
  for (let number = 2; isTaken(suggested); number++) suggested = `${first}_${number}`
  return suggested
}
