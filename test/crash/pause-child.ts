import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

// Loaded into a command before its code: the first time that it opens or copies the file at the path that it is told, it says so on standard
// error and pauses, so that a signal comes to it there.
const { open, copyFile } = fs
let isOver = false
async function pauseAt(path: unknown): Promise<void> {
  if (isOver || !new RegExp(process.env['POPULUS_TEST_PAUSE']!).test(String(path))) return
  isOver = true
  writeSync(2, 'paused\n')
  await delay(1500)
}
fs.open = async (path, ...rest) => {
  await pauseAt(path)
  return open(path, ...rest)
}
fs.copyFile = async (from, ...rest) => {
  await pauseAt(from)
  return copyFile(from, ...rest)
}
syncBuiltinESMExports()
