import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port on loopback that nobody listens on just now; each asker gets another one, as far as chance goes. */
export async function freePort(): Promise<number> {
  const port = await listenBriefly(0)
  if (port === null) throw new Error('the system gave no port')
  return port
}

/** Whether nobody listens on the port on loopback just now. */
export async function isFreePort(port: number): Promise<boolean> {
  return (await listenBriefly(port)) !== null
}

/** @returns the port, null when it cannot be had, for whatever reason: the next program would fail for the same */
async function listenBriefly(port: number): Promise<number | null> {
  const probe = createServer()
  try {
    probe.listen(port, '127.0.0.1')
    await once(probe, 'listening')
  } catch {
    return null
  }
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address !== null ? address.port : null
}
