import { servicesGovernanceMessages as m } from '#messages/services/governance.ts'
import { join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { DataUseAgreement, SignOff } from '#shared/governance/agreement.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import { withFileLock } from '../../storage/files/file-lock.ts'
import { makePrivateFolder } from '../../storage/files/private-folder.ts'
import { readText } from '../../storage/files/read-text.ts'

const Stored = v.object({
  version: v.literal(1),
  agreements: v.array(DataUseAgreement),
  signOffs: v.array(SignOff)
})
type Stored = v.InferOutput<typeof Stored>

/** Agreements and sign-offs of a data folder, in one file. They name nobody in the data. */
export interface GovernanceStore {
  /** @throws AppError `unreadable-file` when the file is damaged: what binds is then not known */
  read(): Promise<Stored>
  /** Changes them; no other process comes in between. @throws AppError as `read`, and what `change` throws */
  update<T>(change: (stored: Stored) => { readonly next: Stored; readonly result: T }): Promise<T>
}

/** @param data absolute path of the data folder */
export function openGovernanceStore(data: string): GovernanceStore {
  const folder = join(data, 'governance')
  const path = join(folder, 'governance.json')

  async function read(): Promise<Stored> {
    const text = await readText(path)
    if (text === undefined) return { version: 1, agreements: [], signOffs: [] }
    const stored = v.safeParse(v.pipe(v.string(), v.parseJson(), Stored), text)
    if (stored.success) return stored.output
    throw new AppError('unreadable-file', m.theFileWithTheDataUse)
  }

  return {
    read,
    async update(change) {
      await makePrivateFolder(folder)
      return withFileLock(join(folder, 'governance.lock'), async () => {
        const { next, result } = change(await read())
        await writeFileAtomically(path, `${JSON.stringify(next, undefined, 2)}\n`)
        return result
      })
    }
  }
}
