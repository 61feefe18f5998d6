import { createNodeNet } from '../../src-main/host/node/net.ts'
import { unknownPower } from '../../src-main/host/node/unknown-power.ts'
import { serveOnLoopback } from '../../src-main/host/node/web-server.ts'
import type { Host, SettingsPort } from '../../src-main/ports/host.ts'
import { systemClock, systemRandom } from '../../src-main/ports/system.ts'
import { memoryLog } from './memory-log.ts'
import { noCollector } from './no-collector.ts'
import { unmanaged } from './policies.ts'

/** Settings that are forgotten with the test. */
function memorySettings(): SettingsPort {
  let stored: unknown = {}
  return {
    read: () => stored,
    async update(merge) {
      const next = merge(stored)
      stored = next
      return next
    }
  }
}

/** The browser host over a data folder, as Node has it: the real network and clock, on a computer that nobody manages. */
export function nodeHost(data: string, given: Partial<Host> = {}): Host {
  return {
    kind: 'loopback',
    collector: noCollector,
    policies: unmanaged,
    version: '1.0.0',
    platform: 'linux',
    headless: true,
    settings: memorySettings(),
    paths: { data, resources: data, page: data, threads: data },
    dialogs: undefined,
    progress: { show: () => undefined },
    secrets: undefined,
    net: createNodeNet(),
    serve: (handler) => serveOnLoopback(handler),
    power: unknownPower,
    notifier: { notify: () => undefined },
    clock: systemClock,
    random: systemRandom,
    log: memoryLog(),
    emit: () => undefined,
    ...given
  }
}
