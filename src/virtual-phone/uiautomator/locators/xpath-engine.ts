import fontoxpath from 'fontoxpath'

// The package is CommonJS whose names Node cannot see, so they are reached through its default export.
// oxlint-disable-next-line import/no-named-as-default-member
export const { evaluateXPath, parseScript } = fontoxpath

// oxlint-disable-next-line import/no-named-as-default-member
const { XPATH_3_1_LANGUAGE } = fontoxpath.evaluateXPath

/** The engine's nearest to the phone's XPath 2.0; `xpath-version.ts` refuses what is newer. */
export const LANGUAGE = { language: XPATH_3_1_LANGUAGE } as const
