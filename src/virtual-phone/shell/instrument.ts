import type { InstrumentationEnd } from '../android/phone.ts'
import { operands } from './arguments.ts'
import type { Command } from './command.ts'

const TEST_CLASS = 'io.appium.uiautomator2.server.test.AppiumUiAutomator2Server'

/** How the end of an instrumentation that did not finish is told (source: research/fidelity.md 6.3). */
const ENDINGS = {
  crashed: 'INSTRUMENTATION_RESULT: shortMsg=Process crashed.\nINSTRUMENTATION_CODE: 0\n',
  native_crash:
    'INSTRUMENTATION_RESULT: shortMsg=Native crash\nINSTRUMENTATION_RESULT: longMsg=Native crash: Segmentation fault\nINSTRUMENTATION_CODE: 0\n',
  system_crashed: 'INSTRUMENTATION_ABORTED: System has crashed.\n',
} as const satisfies Record<Exclude<InstrumentationEnd, 'finished'>, string>

/** `am instrument -w …`: stays open while the on-phone server runs; how it ends tells the driver what happened (source: research/fidelity.md 6.3). */
export const instrument: Command = async ({ args, out, phone, signal }) => {
  const component = operands(args.slice(1), ['--user', '-r', '-p']).at(-1) ?? ''
  const [name = '', runner = ''] = component.split('/')
  const found = phone.packages.find(name)?.instrumentation.find((declared) => declared.runner === runner)
  if (!found || !phone.packages.find(found.target)) {
    out(
      'INSTRUMENTATION_STATUS: id=ActivityManagerService\n' +
        `INSTRUMENTATION_STATUS: Error=Unable to find instrumentation info for: ComponentInfo{${component}}\n` +
        'INSTRUMENTATION_STATUS_CODE: -1\n',
    )
    out(`android.util.AndroidException: INSTRUMENTATION_FAILED: ${component}\n`)
    return 1
  }
  const waits = args.includes('-w')
  const startedAt = phone.clock.monotonicMs()
  // Without -w `am` ends at once and nothing ties the server to the host.
  const ended = phone.instrumentation.run(found.target, waits ? signal : new AbortController().signal)
  if (!waits) {
    void ended // it cannot fail, and nobody waits for it
    return 0
  }
  out(`\n${TEST_CLASS}:`)
  const how = await ended
  if (how !== 'finished') {
    out(`\n${ENDINGS[how]}`)
    return 0
  }
  const seconds = ((phone.clock.monotonicMs() - startedAt) / 1000).toFixed(3)
  out(`.\nINSTRUMENTATION_RESULT: stream=\n\nTime: ${seconds}\n\nOK (1 test)\n\n\nINSTRUMENTATION_CODE: -1\n`)
  return 0
}
