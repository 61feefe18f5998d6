import type { ClockPort } from '../../ports/host.ts'
import type { ConnectionFile } from './connection-file.ts'

type DiscoveredEntry = NonNullable<ConnectionFile['discovered']>

/** What the servers that were looked at last said of themselves, by their address. */
export interface LookedServers {
  note(server: DiscoveredEntry['server']): DiscoveredEntry
  /** As a part of a connection file; empty for a server that was not looked at. */
  of(base: string): Pick<ConnectionFile, 'discovered'>
}

const maxServers = 20

/** In memory: a setup stores its connection a moment after it looked. */
export function createLookedServers(clock: ClockPort): LookedServers {
  const looked = new Map<string, DiscoveredEntry>()
  return {
    note(server) {
      const entry = { at: clock.now(), server }
      looked.delete(server.base)
      looked.set(server.base, entry)
      for (const oldest of [...looked.keys()].slice(0, -maxServers)) looked.delete(oldest)
      return entry
    },
    of(base) {
      const discovered = looked.get(base)
      return discovered === undefined ? {} : { discovered }
    }
  }
}
