import type { PhoneWindow } from '../android/window.ts'
import { globPattern } from './glob.ts'
import type { Screen } from './screen.ts'

/** `POST /appium/list_windows`, top to bottom; every filter given must fit. */
export function listWindows(
  { windows }: Screen,
  filters: Readonly<Record<string, unknown>>,
): Record<string, unknown>[] {
  return windows()
    .map(modelOf)
    .filter((model) => fits(model, filters))
}

function modelOf({ id, bounds, root }: PhoneWindow): Record<string, unknown> {
  const { left, top, right, bottom } = bounds
  return {
    windowId: id,
    displayId: 0,
    physicalDisplayId: '4619827259835644672',
    rect: { x: left, y: top, width: right - left, height: bottom - top },
    packageName: root()?.packageName ?? null,
    screenshot: null,
  }
}

const FILTERS = ['packageName', 'windowId', 'displayId', 'physicalDisplayId'] as const

function fits(model: Readonly<Record<string, unknown>>, filters: Readonly<Record<string, unknown>>): boolean {
  return FILTERS.every((name) => {
    const wanted = filters[name]
    if (wanted === undefined || wanted === null) return true
    const value = model[name]
    return value !== null && globPattern(textOf(wanted)).test(textOf(value))
  })
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
