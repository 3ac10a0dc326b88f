import Type from 'typebox'

/** NUL, or half of a surrogate pair: nothing that a phone can type or every JSON reader takes. */
const NOT_TEXT = /\0|\p{Surrogate}/u

/** A string of `min`–`max` Unicode code points, without NUL and lone surrogates (source: contract, question 19). */
export const text = (min: number, max: number) =>
  Type.Refine(
    Type.String({ minLength: min, maxLength: max }),
    (value) => !NOT_TEXT.test(value),
    () => 'must not contain NUL or a lone surrogate',
  )

/**
 * Whether two texts are the same to everybody who reads them: canonically equivalent (source: Unicode UAX #15), since apps and their
 * servers compose accents as they like. Nothing else is forgiven: no case, no blank, no mark that only directs.
 */
export function isSameText(a: string, b: string): boolean {
  return a === b || a.normalize('NFC') === b.normalize('NFC')
}

/** An id or a name that a caller chooses. */
export const Id = text(1, 200)

/** Free-form object of the caller's. */
export const FreeForm = Type.Record(Type.String(), Type.Unknown())
