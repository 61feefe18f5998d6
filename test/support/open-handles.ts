import type { EventEmitter } from 'node:events'
import fs from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { setTimeout } from 'node:timers/promises'

/** Where a handle was opened, and of what, by the handles that are open. */
type OpenHandles = Map<FileHandle, string>

const open = fs.promises.open as typeof fs.promises.open & { handles?: OpenHandles }

/** All open handles of this process. They are watched from the first import of this module on. */
const handles: OpenHandles = (open.handles ??= watchHandles())

function watchHandles(): OpenHandles {
  const watched: OpenHandles = new Map()
  const watching: typeof open = async (path, ...how) => {
    const { stack = '' } = new Error()
    // It is an EventEmitter, too, which its type does not say.
    const handle = (await open(path, ...how)) as FileHandle & EventEmitter
    const callers = stack.split('\n').filter((line) => /\/(?:src-main|src-renderer|test)\//.test(line))
    watched.set(handle, `${String(path)}, opened\n${callers.slice(1, 8).join('\n')}`)
    handle.once('close', () => watched.delete(handle))
    return handle
  }
  watching.handles = watched
  fs.promises.open = watching
  syncBuiltinESMExports()
  return watched
}

/**
 * File handles that nobody closed: Node closes them at some time with a warning, and will fail instead. One that is just being
 * closed gets a second for it. Each is told once.
 * @returns what was opened, and from where
 */
export async function handlesLeftOpen(): Promise<readonly string[]> {
  for (let wait = 0; handles.size > 0 && wait < 50; wait++) await setTimeout(20)
  const left = [...handles.values()]
  handles.clear()
  return left
}
