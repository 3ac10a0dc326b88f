import type { Processes } from '../../processes/processes.ts'
import type { Route } from '../route.ts'

/**
 * Takes a picture of a phone's screen, as PNG.
 * @throws FarmError conflict:phone_busy or unavailable:phone_not_reachable
 */
export type TakeScreenshot = (phone: { phone_id: string; serial: string }) => Promise<Uint8Array>

/** GET /phones/{phone_id}/screenshot */
export function screenshotRoute(processes: Processes, takeScreenshot: TakeScreenshot): Route {
  return {
    method: 'GET',
    path: '/phones/:phone_id/screenshot',
    summary: "Take a picture of a phone's screen",
    scope: 'read',
    body: null,
    query: {},
    answers: { 200: { description: 'The picture.', png: true } },
    errors: ['phone_not_found', 'conflict', 'unavailable'],
    answer: async ({ params: { phone_id = '' } }) => {
      const { serial } = processes.readPhone(phone_id)
      return { status: 200, png: await takeScreenshot({ phone_id, serial }) }
    },
  }
}
