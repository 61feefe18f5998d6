import { join } from 'node:path'
import * as v from 'valibot'
import { RequirementReport } from '#shared/requirements/requirement-report.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import { asDiskError } from '../../storage/files/space-error.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { openText, sealText } from '../../storage/keys/sealed-text.ts'
import type { StoreFiles } from '../../storage/sealed/store-files.ts'

/** The last report of each connection, sealed next to its settings. */
export interface ReportStore {
  /** @returns `undefined` where there is none that can be read @throws AppError `not-allowed` while the keyring is locked */
  read(connection: string): Promise<RequirementReport | undefined>
  /** @throws AppError `not-allowed` while the keyring is locked, `out-of-space`; the old one is then still in place */
  write(connection: string, report: RequirementReport): Promise<void>
  forget(connection: string): Promise<void>
}

const purposeOf = (connection: string): string => `connection-report/${connection}`

/**
 * Without a keyring, reports live as long as the process.
 * @param folder absolute path of the folder of the connections
 */
export function createReportStore(folder: string, files: StoreFiles, keyring: Keyring): ReportStore {
  const inMemory = new Map<string, RequirementReport>()
  const pathOf = (connection: string): string => join(folder, `${connection}.report`)

  return {
    async read(connection) {
      const unsaved = inMemory.get(connection)
      if (unsaved !== undefined) return unsaved
      const sealed = await files.read(pathOf(connection))
      if (sealed === undefined) return undefined
      const text = openText(sealed, purposeOf(connection), keyring)
      const stored = v.safeParse(v.pipe(v.string(), v.parseJson(), RequirementReport), text)
      return stored.success ? stored.output : undefined
    },
    async write(connection, report) {
      const { state } = await keyring.state()
      if (state === 'absent') {
        inMemory.set(connection, report)
        return
      }
      const sealed = sealText(JSON.stringify(report), purposeOf(connection), keyring)
      try {
        await writeFileAtomically(pathOf(connection), sealed)
      } catch (error) {
        throw asDiskError(error)
      }
      inMemory.delete(connection)
    },
    async forget(connection) {
      inMemory.delete(connection)
      await files.destroy(pathOf(connection))
    }
  }
}
