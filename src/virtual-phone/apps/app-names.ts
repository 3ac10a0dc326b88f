/** The apps of a virtual phone that have accounts and a story of their own. */
export const APP_NAMES = ['clips', 'mawja'] as const
export type AppName = (typeof APP_NAMES)[number]
