import { alertText, answerAlert, type AlertAction } from '../alerts.ts'
import type { Automation } from '../automation.ts'
import { optionalText, requiredNumber, requiredText } from '../body.ts'
import { IDLE_WAITS } from '../idle.ts'
import { pageSource, takeSnapshot } from '../page-source.ts'
import { invalidArgument, invalidElementState, unableToCapture } from '../wd-errors.ts'
import { get, post, type Route, type RouteRequest } from './route.ts'

/** How long the server waits for the display to turn. */
const ROTATION_WAIT_MS = 2000

/** What the screen shows as a whole. */
export const screenRoutes: readonly Route[] = [
  get('/source', source),
  get('/screenshot', screenshot),
  get('/window/:handle/size', ({ phone }) => ({ width: phone.display.width, height: phone.display.height })),
  get('/orientation', ({ phone }) => orientationOf(phone.display)),
  post('/orientation', setOrientation),
  get('/rotation', () => ({ x: 0, y: 0, z: 0 })),
  post('/rotation', setRotation),
  get('/appium/device/declared_orientation', () => 'PORTRAIT'),
  get('/alert/text', (automation) => alertText(automation)),
  post('/alert/accept', answering('accept')),
  post('/alert/dismiss', answering('dismiss')),
]

async function source({ idle, screen, settings, phone, oneAtATime }: Automation): Promise<string> {
  await idle.wait(IDLE_WAITS.look)
  return oneAtATime(async () => {
    const snapshot = takeSnapshot(await screen.roots(), screen.toasts(), { settings, only: null })
    return pageSource(snapshot, phone)
  })
}

async function screenshot({ phone }: Automation): Promise<string> {
  // A dark display gives no bitmap (source: research/fidelity.md 1.4).
  if (!phone.power.isScreenOn()) throw unableToCapture()
  return (await phone.screenshot()).toString('base64')
}

function answering(action: AlertAction) {
  return async (automation: Automation, { body }: RouteRequest) => {
    await answerAlert(action, optionalText(body, 'buttonLabel'), automation)
    return null
  }
}

type Orientation = 'PORTRAIT' | 'LANDSCAPE'

const orientationOf = ({ width, height }: { width: number; height: number }): Orientation =>
  width > height ? 'LANDSCAPE' : 'PORTRAIT'

async function setOrientation(automation: Automation, { body }: RouteRequest): Promise<Orientation> {
  const wanted = requiredText(body, 'orientation').toUpperCase()
  if (wanted !== 'PORTRAIT' && wanted !== 'LANDSCAPE') {
    throw invalidArgument(
      `Orientation value must be one of [LANDSCAPE, PORTRAIT]. '${wanted}' is given instead`,
    )
  }
  if (wanted !== orientationOf(automation.phone.display)) throw await locked(automation, wanted)
  return wanted
}

/** Degrees of `z` as the server names them. */
const ROTATIONS: Readonly<Record<number, string>> = {
  0: 'ROTATION_0',
  90: 'ROTATION_90',
  180: 'ROTATION_180',
  270: 'ROTATION_270',
}

async function setRotation(automation: Automation, { body }: RouteRequest): Promise<Record<string, number>> {
  const angle = (name: string) => requiredNumber(body, name, 'int java.lang.Integer.intValue()')
  const [x, y, z] = [angle('x'), angle('y'), angle('z')]
  const rotation = x === 0 && y === 0 ? ROTATIONS[z] : undefined
  if (rotation === undefined) {
    throw invalidArgument(
      `Rotation values must be x=0, y=0 and z one of 0, 90, 180, 270. Got x=${x}, y=${y}, z=${z}`,
    )
  }
  if (z !== 0) throw await locked(automation, rotation)
  return { x, y, z }
}

/** This phone is held upright: no rotation ever happens. */
async function locked({ phone, signal }: Automation, wanted: string): Promise<Error> {
  await phone.clock.sleep(ROTATION_WAIT_MS, signal)
  return invalidElementState(
    `Screen rotation cannot be changed to ${wanted} after ${ROTATION_WAIT_MS}ms. Is it locked programmatically?`,
  )
}
