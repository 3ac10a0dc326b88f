export interface StoredFile {
  data: Buffer
  mode: number
  /** Seconds since 1970. */
  mtime: number
}

/** The phone's files, in memory; enough of them for push, pull and the driver's markers. */
export interface FileSystem {
  find: (path: string) => StoredFile | undefined
  isDirectory: (path: string) => boolean
  list: (path: string) => string[]
  makeDirectory: (path: string) => void
  write: (path: string, data: Buffer, options?: { mode?: number; mtime?: number }) => void
  /** False when there was nothing. */
  remove: (path: string) => boolean
}
