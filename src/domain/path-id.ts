import { createCheck } from './check.ts'
import { Id } from './text.ts'

/** Checks an id that a caller chose in the path of a URL. @param name of the path's parameter. @throws FarmError 'invalid_request' */
export function checkPathId(name: string, value: string): void {
  createCheck(Id, `/${name}`)(value)
}
