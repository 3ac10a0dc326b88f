import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Puts a `uhubctl` into a folder that stands in the daemon's PATH; it switches the ports of the virtual USB host. */
export async function installUhubctl(folder: string, controlUrl: string): Promise<void> {
  const uhubctl = fileURLToPath(new URL('./virtual-uhubctl.js', import.meta.url))
  const program = join(folder, 'uhubctl')
  await writeFile(program, `#!/bin/sh\nexec '${process.execPath}' '${uhubctl}' '${controlUrl}' "$@"\n`)
  await chmod(program, 0o755)
}
