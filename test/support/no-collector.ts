import type { CollectorPort } from '../../src-main/ports/host.ts'

/** A log collector that cannot be reached. */
export const noCollector: CollectorPort = { send: () => Promise.resolve('unreachable') }
