import { join } from 'node:path'
import { composeConnections } from '../../../src-main/composition/compose-connections.ts'
import { openKeyedAuditLog } from '../../../src-main/services/audit/keyed-audit-log.ts'
import { createCallLedger } from '../../../src-main/policy/call-ledger.ts'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import { unknownPower } from '../../../src-main/host/node/unknown-power.ts'
import { serveOnLoopback } from '../../../src-main/host/node/web-server.ts'
import { systemClock, systemRandom } from '../../../src-main/ports/system.ts'
import { openSnapshotFolder } from '../../../src-main/services/snapshots/snapshot-folder.ts'
import { createEphemeralSnapshots } from '../../../src-main/services/snapshots/ephemeral-snapshots.ts'
import { memoryLog } from '../../support/memory-log.ts'
import { quickWork } from '../../support/quick-keyring.ts'
import { unmanaged } from '../../support/policies.ts'

/** The passphrase of the data folders of these tests. */
export const passphrase = 'four unlikely words'

/** The services over a data folder, as the window has them. */
export async function openWindow(data: string) {
  const log = memoryLog()
  const parts = { clock: systemClock, log }
  const folder = await openSnapshotFolder({
    folder: join(data, 'snapshots'),
    secrets: undefined,
    work: quickWork,
    ...parts
  })
  if ((await folder.keyring.state()).state === 'absent') await folder.keyring.create(passphrase)
  else await folder.keyring.unlock(passphrase)
  const audit = await openKeyedAuditLog({
    data,
    writer: { version: '1.0.0', host: 'loopback' },
    keyring: folder.keyring,
    ...parts
  })
  const composed = await composeConnections({
    host: {
      paths: { data, resources: data, page: data, threads: data },
      policies: unmanaged,
      net: createNodeNet(),
      serve: (handler) => serveOnLoopback(handler),
      power: unknownPower,
      notifier: { notify: () => undefined },
      random: systemRandom,
      emit: () => undefined,
      ...parts
    },
    audit,
    calls: createCallLedger({ audit, policies: unmanaged, clock: systemClock }),
    folder,
    visit: createEphemeralSnapshots(join(data, 'transient'), systemClock, log),
    historyLimits: () => ({ runs: 0, days: 0 })
  })
  return {
    audit,
    folder,
    connections: composed.services.connections,
    close: async () => {
      await composed.close()
      await folder.release()
    }
  }
}
