/**
 * Where playback stands, as apps write it: a number (`7.5`) or the time of a clock (`1:07`, `٠:٠٧`), in digits of whatever script; seconds for
 * a clock, the app's own unit for a number. Null for anything else.
 */
export function readPosition(said: string): number | null {
  const plain = said
    .trim()
    .replace(/\p{Nd}/gu, latinDigit)
    .replace(/[٫,]/u, '.')
  if (!/^\d+(?::\d{2}){0,2}(?:\.\d+)?$/.test(plain)) return null
  return plain.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
}

/** Decimal digits stand in runs of ten, from zero on (source: Unicode Standard, 4.6). */
function latinDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let first = code
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1
  return String((code - first) % 10)
}
