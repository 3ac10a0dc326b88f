import type { Duplex } from 'node:stream'
import type { Phone } from '../android/phone.ts'
import type { Log } from '../log.ts'
import type { Shell, ShellIo } from '../shell/command.ts'
import { interact, serveRawShell, serveShellV2 } from './shell-service.ts'
import { serveSync } from './sync.ts'
import type { Service } from './transport.ts'

/** The on-phone UiAutomator2 server's port (source: research/fidelity.md 1.1). */
const UIAUTOMATOR_PORT = 6790

export interface ServiceDeps {
  phone: Phone
  shell: Shell
  reboot: () => void
  log: Log
}

/** Finds what stands behind the name in an OPEN; null when adbd would refuse. */
export function createServices(deps: ServiceDeps): (name: string) => Service | null {
  const { phone, shell, reboot, log } = deps

  /** A service's failure is a bug of ours; the host sees the stream closed, as when a real service dies. */
  function serve(name: string, run: (stream: Duplex, hangup: AbortSignal) => Promise<void>): Service {
    return (stream, hangup) => {
      run(stream, hangup).catch((error: unknown) => {
        log.error({ serial: phone.serial, service: name, err: error }, 'adb service failed')
        stream.destroy()
      })
    }
  }

  return (name) => {
    const colon = name.indexOf(':')
    const [kind = '', ...options] = name.slice(0, Math.max(colon, 0)).split(',')
    const rest = name.slice(colon + 1)
    switch (kind) {
      case 'shell':
        return serve(name, shellService(shell, options, rest))
      case 'exec':
        return serve(name, (stream, hangup) => serveRawShell(stream, (io) => shell.run(rest, io), hangup))
      case 'abb_exec': {
        const args = rest.replace(/\0$/, '').split('\0')
        return serve(name, (stream, hangup) =>
          serveRawShell(stream, (io) => shell.runCommand(['cmd', ...args], io), hangup),
        )
      }
      case 'sync':
        return serve(name, (stream, hangup) => serveSync(stream, phone.files, hangup))
      case 'tcp':
        return connectTo(phone, rest)
      case 'root':
        return (stream) => stream.end('adbd cannot run as root in production builds\n')
      case 'reboot':
        return (stream) => {
          stream.end()
          reboot()
        }
      default:
        return null
    }
  }
}

function shellService(
  shell: Shell,
  options: readonly string[],
  line: string,
): (stream: Duplex, hangup: AbortSignal) => Promise<void> {
  if (options.includes('v2')) {
    const terminal = line === '' && !options.includes('raw')
    return (stream, signal) => serveShellV2(stream, shell, line, { terminal, signal })
  }
  const run = line === '' ? (io: ShellIo) => interact(shell, io, true) : undefined
  return (stream, signal) => serveRawShell(stream, run ?? ((io) => shell.run(line, io)), signal)
}

/** The far end of `adb forward`; refused when nobody listens there. */
function connectTo(phone: Phone, port: string): Service | null {
  const server = Number(port) === UIAUTOMATOR_PORT ? phone.instrumentation.server() : undefined
  return server ? (stream) => server.accept(stream) : null
}
