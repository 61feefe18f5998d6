import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { writeSync } from 'node:fs'

// Loaded into a command before its code, in each of its threads: the first draft of a file stops when everything is written
// and before it gets its own name, and says so on standard output.
const { open } = fs
fs.open = async (path, ...rest) => {
  const handle = await open(path, ...rest)
  if (!String(path).endsWith('.part')) return handle
  handle.sync = () => {
    writeSync(1, 'stopped at a draft\n')
    // The thread waits, and goes on hearing signals.
    return new Promise(() => void setInterval(() => undefined, 1000))
  }
  return handle
}
syncBuiltinESMExports()
