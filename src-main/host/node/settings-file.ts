import { hostMessages as m } from '#messages/host.ts'
import { dirname } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { sweepLeftovers, writeFileAtomically } from '../../storage/files/atomic-file.ts'
import { withFileLock } from '../../storage/files/file-lock.ts'
import { makePrivateFolder } from '../../storage/files/private-folder.ts'
import { readText } from '../../storage/files/read-text.ts'
import { setFileAside } from '../../storage/files/set-aside.ts'
import type { ClockPort, LogPort, SettingsPort } from '../../ports/host.ts'

/** How often it is looked whether another process changed the file. */
const watchMs = 1_000

/**
 * Settings in one JSON file that several processes may use. A file that is not a JSON object, and a folder in its place,
 * is set aside under another name, and the defaults apply.
 *
 * @param path absolute path; the folder is made when it is missing
 */
export async function openSettingsFile(path: string, clock: ClockPort, log: LogPort): Promise<SettingsPort> {
  await makePrivateFolder(dirname(path))
  await sweepLeftovers(path, clock.now())
  let stored: object = await current()

  async function current(): Promise<object> {
    const found = await readSettings(path)
    if (found !== undefined) return found
    await setFileAside(path, clock.now())
    log.write('warn', 'settings.set-aside')
    return {}
  }

  const listeners = new Set<() => void>()
  let timer: NodeJS.Timeout | undefined
  let isUnreadable = false

  /** Reads the file, and tells all listeners when another process changed it. */
  function look(): void {
    readSettings(path).then(
      (found) => {
        isUnreadable = false
        if (found === undefined || JSON.stringify(found) === JSON.stringify(stored)) return
        stored = found
        for (const listener of listeners) listener()
      },
      (error: unknown) => {
        if (!isUnreadable) log.write('warn', 'settings.unreadable', { systemCode: errorCode(error) ?? 'unknown' })
        isUnreadable = true
      }
    )
  }

  return {
    read: () => stored,
    update: (merge) =>
      withFileLock(`${path}.lock`, async () => {
        const next = merge(await current())
        await writeFileAtomically(path, `${JSON.stringify(next, null, 2)}\n`)
        stored = next
        return next
      }),
    onChange(listener) {
      listeners.add(listener)
      // Reading is surer than comparing times of the file: a change before the first look is seen, too.
      timer ??= setInterval(look, watchMs).unref()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    }
  }
}

/** @returns `undefined` for what is no JSON object */
async function readSettings(path: string): Promise<object | undefined> {
  const text = await readText(path).catch((error: unknown) => {
    if (errorCode(error) === 'EISDIR') return m.aFolder
    throw unreadable(error)
  })
  if (text === undefined) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

function unreadable(cause: unknown): AppError {
  return new AppError('not-allowed', m.theSettingsSettingsJsonInThe, { cause })
}
