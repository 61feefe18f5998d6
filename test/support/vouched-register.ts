import { join } from 'node:path'
import { enteredFacts, type CountRelease, type ReleaseAnswer } from '#shared/governance/published-count.ts'
import type { AuditPort } from '../../src-main/ports/host.ts'
import { openAuditLog } from '../../src-main/services/audit/audit-log.ts'
import type { PublishedRegister } from '../../src-main/services/published/published-register.ts'
import { recordedEnd } from '../../src-main/services/published/recorded-end.ts'
import { diskFiles, type StoreFiles } from '../../src-main/storage/sealed/store-files.ts'
import { memoryLog } from './memory-log.ts'
import { testRegister } from './published-register.ts'

/** A register, and the audit log next to it that vouches for it. */
export interface VouchedRegister {
  readonly register: PublishedRegister
  readonly audit: AuditPort
  /** Enters a release and records that, as every caller does. */
  readonly enter: (release: CountRelease) => Promise<ReleaseAnswer>
}

/** Opens both in a folder of a test. @param options of the register; the log next to it when they name no other end */
export async function vouchedRegister(
  folder: string,
  options: {
    readonly files?: StoreFiles
    readonly limit?: number
    readonly recorded?: () => ReturnType<typeof recordedEnd>
  } = {}
): Promise<VouchedRegister> {
  const log = join(folder, 'audit')
  const { files = diskFiles, limit, recorded = () => recordedEnd(log) } = options
  const { register } = testRegister(folder, files, 'keychain', limit, recorded)
  const audit = await openAuditLog({
    folder: log,
    writer: { actor: 'analyst', version: '0.0.0', host: 'test' },
    clock: { now: () => Date.UTC(2026, 10, 25, 9) },
    log: memoryLog()
  })
  return {
    register,
    audit,
    async enter(release) {
      const answer = await register.enter(release)
      const facts = enteredFacts(release, answer)
      if (facts !== undefined) await audit.record({ action: 'published.entered', outcome: 'success', facts })
      return answer
    }
  }
}
