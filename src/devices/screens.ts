import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { AdbClient } from './adb-client.ts'
import { readingProcess } from './ocr/reading-process.ts'
import { createTextReader } from './ocr/text-reader.ts'
import { readPicture, type ReadPhone } from './read-picture.ts'
import { takeScreencap } from './screencap.ts'
import { createScreenReadings, type ScreenReadings } from './screen-readings.ts'
import type { Screen } from '../domain/phone-session.ts'

export interface ScreensConfig {
  adb: AdbClient
  /** Links to the language data are kept in `ocr/` below it. */
  dataDir: string
  /** Of the words on pictures: `eng`, or several as `eng+deu`. */
  ocrLanguages: string
  clock: Clock
  log: Logger
}

/** How screens are read when a phone does not tell its hierarchy in time. */
export interface Screens {
  readings: ScreenReadings
  /** PNG of what the phone shows, without its session. @throws AdbError */
  capture: (serial: string, signal: AbortSignal) => Promise<Buffer>
  /** The words on such a picture; see read-picture.ts. */
  readPicture: (phone: ReadPhone, signal: AbortSignal) => Promise<Screen>
  /** Ends the process that reads pictures. May come twice. */
  stop: () => Promise<void>
}

export function createScreens({ adb, dataDir, ocrLanguages, clock, log }: ScreensConfig): Screens {
  const textReader = createTextReader({
    startProcess: readingProcess({ folder: join(dataDir, 'ocr'), languages: ocrLanguages }),
    clock,
    log,
  })
  const capture: Screens['capture'] = (serial, signal) => takeScreencap({ ...adb, clock }, serial, signal)
  return {
    readings: createScreenReadings({ clock }),
    capture,
    readPicture: (phone, signal) => readPicture({ adb, capture, textReader, clock }, phone, signal),
    stop: textReader.stop,
  }
}
