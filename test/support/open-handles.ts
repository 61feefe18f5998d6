import type { EventEmitter } from 'node:events'
import fs from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { setTimeout } from 'node:timers/promises'

/** Of what a handle is, and from where it was opened. */
interface Opening {
  readonly path: string
  /** Its stack is only made where it is told: to work out the lines of the sources takes longer than to open a file. */
  readonly from: Error
}

/** How a handle was opened, by the handles that are open. */
type OpenHandles = Map<FileHandle, Opening>

const open = fs.promises.open as typeof fs.promises.open & { handles?: OpenHandles }

/** All open handles of this process. They are watched from the first import of this module on. */
const handles: OpenHandles = (open.handles ??= watchHandles())

function watchHandles(): OpenHandles {
  const watched: OpenHandles = new Map()
  const watching: typeof open = async (path, ...how) => {
    const from = new Error()
    // It is an EventEmitter, too, which its type does not say.
    const handle = (await open(path, ...how)) as FileHandle & EventEmitter
    watched.set(handle, { path: String(path), from })
    handle.once('close', () => watched.delete(handle))
    return handle
  }
  watching.handles = watched
  fs.promises.open = watching
  syncBuiltinESMExports()
  return watched
}

function told({ path, from: { stack = '' } }: Opening): string {
  const callers = stack.split('\n').filter((line) => /\/(?:src-main|src-renderer|test)\//.test(line))
  return `${path}, opened\n${callers.slice(1, 8).join('\n')}`
}

/**
 * File handles that nobody closed: Node closes them at some time with a warning, and will fail instead. One that is just being
 * closed gets a second for it. Each is told once.
 * @returns what was opened, and from where
 */
export async function handlesLeftOpen(): Promise<readonly string[]> {
  for (let wait = 0; handles.size > 0 && wait < 50; wait++) await setTimeout(20)
  const left = Array.from(handles.values(), told)
  handles.clear()
  return left
}
