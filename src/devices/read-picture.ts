import { startDeadline, type Clock } from '../domain/clock.ts'
import type { Screen } from '../domain/phone-session.ts'
import type { AdbClient } from './adb-client.ts'
import { AdbError } from './adb-protocol.ts'
import { isBlack, sizeOf } from './picture.ts'
import type { TextReader } from './ocr/text-reader.ts'
import type { Line } from './ocr/ocr-protocol.ts'
import { textScreen } from './ocr/text-screen.ts'

export interface ReadPictureDeps {
  adb: Pick<AdbClient, 'shell'>
  /** PNG of what the phone shows. */
  capture: (serial: string, signal: AbortSignal) => Promise<Buffer>
  textReader: Pick<TextReader, 'read'>
  clock: Clock
}

export interface ReadPhone {
  serial: string
  /** In which touches are given. */
  display: { width: number; height: number }
}

/** Two `dumpsys` of 0.1-1.5 s; a reading without the name of the app in front is still worth something. */
const FOCUS_MS = 3_000

/**
 * Reads a screen by the words on its picture, with nothing but adb: neither Appium nor the on-phone server is asked.
 * @throws AdbError when the phone gives no picture, Error when it is black or cannot be read, the signal's reason when it aborts
 */
export async function readPicture(
  { adb, capture, textReader, clock }: ReadPictureDeps,
  { serial, display }: ReadPhone,
  signal: AbortSignal,
): Promise<Screen> {
  const png = await capture(serial, signal)
  if (await isBlack(png)) {
    throw new Error(
      `the picture of ${serial} is black: its screen is off, or a window forbids pictures of itself`,
    )
  }
  const focus = startDeadline(
    clock,
    FOCUS_MS,
    signal,
    () => new AdbError('timeout', 'the phone does not tell its focus'),
  )
  try {
    const [lines, packageName] = await Promise.all([
      textReader.read(png, signal),
      focusedPackage(adb, serial, focus.signal),
    ])
    return textScreen({ lines: inTouches(lines, sizeOf(png), display), packageName, display })
  } finally {
    focus.end()
  }
}

/** Of the window that has the focus, dialogs included; empty when the phone does not tell. */
async function focusedPackage(
  adb: Pick<AdbClient, 'shell'>,
  serial: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    // Up to Android 9 the line is in `windows` (source: appium-adb, getFocusedPackageAndActivity).
    for (const part of ['displays', 'windows']) {
      const { stdout } = await adb.shell(serial, `dumpsys window ${part}`, signal)
      const title = /mCurrentFocus=Window\{\S+ u\d+ (.+?)\}/.exec(stdout)?.[1]
      if (title !== undefined) return packageOf(title)
    }
  } catch (error) {
    if (!(error instanceof AdbError)) throw error
  }
  return ''
}

/**
 * A window's title is mostly `package/activity`. "Application Not Responding: package" and "Application Error: package" are the system's own
 * dialogs (source: fidelity 7.4); the shade and other parts of the system have no package in their titles.
 */
function packageOf(title: string): string {
  if (/^Application (Not Responding|Error): /.test(title)) return 'android'
  return /^([a-z]\w*(?:\.\w+)+)(?:\/|$)/i.exec(title)?.[1] ?? 'com.android.systemui'
}

/** A picture can have another size than the display in which touches are given (`wm size`); turned ones are left as they are. */
function inTouches(
  lines: readonly Line[],
  picture: { width: number; height: number },
  display: ReadPhone['display'],
): Line[] {
  const turned = picture.width > picture.height !== display.width > display.height
  const scale = turned ? 1 : display.width / picture.width
  return lines.map((words) =>
    words.map(({ bounds: { left, top, right, bottom }, ...word }) => ({
      ...word,
      bounds: { left: left * scale, top: top * scale, right: right * scale, bottom: bottom * scale },
    })),
  )
}
