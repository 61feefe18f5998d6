import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import Store from 'electron-store'
import type { ClockPort, LogPort } from '../../ports/host.ts'
import type { WindowStatePort } from './window-state.ts'

/** What {@link openWindowStore} needs: the folder for the files, and where to report a damaged one. */
export interface WindowStoreDependencies {
  readonly folder: string
  readonly clock: ClockPort
  readonly log: LogPort
}

/** Position of the window through electron-store. Never tokens, keys, personal data or addresses. */
export function openWindowStore(dependencies: WindowStoreDependencies): WindowStatePort {
  const windowState = openStore('window', dependencies)
  return {
    read: () => windowState.store,
    write: (value) => {
      windowState.store = { ...value }
    }
  }
}

/** A file that cannot be read is kept aside under another name; electron-store would wipe it or refuse to start. */
function openStore(name: string, { folder, clock, log }: WindowStoreDependencies): Store {
  const open = (): Store => {
    const store = new Store({
      name,
      cwd: folder,
      clearInvalidConfig: false,
      accessPropertiesByDotNotation: false
    })
    // Reads the file: damage has to show here and not at the first use.
    store.has(name)
    return store
  }
  try {
    return open()
  } catch (error) {
    const file = join(folder, `${name}.json`)
    if (!existsSync(file)) throw error
    renameSync(file, `${file}.damaged-${clock.now()}`)
    log.write('warn', 'settings.set-aside')
    return open()
  }
}
