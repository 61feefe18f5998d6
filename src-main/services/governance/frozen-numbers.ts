import { servicesGovernanceMessages as m } from '#messages/services/governance.ts'
import { join } from 'node:path'
import * as v from 'valibot'
import { readForeignRuns } from '#engine/measures/run-files/run-file.ts'
import { memberCount } from '#engine/measures/run/member-count.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { FrozenRun } from '#shared/governance/agreement.ts'
import type { DefinitionPin, PinnedDefinition } from '#shared/governance/definition.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import { makePrivateFolder } from '../../storage/files/private-folder.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { openText, sealText } from '../../storage/keys/sealed-text.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'

/** The numbers of signed results. Counts of few people can be among them, so they are sealed. */
export interface FrozenNumbers {
  /**
   * Takes the numbers out of stored results.
   * @param id of the sign-off
   * @param results as they are stored with a snapshot
   * @throws AppError `not-supported` for results of another version, `not-allowed` while no key is open
   */
  save(id: string, results: Uint8Array<ArrayBuffer>): Promise<readonly FrozenRun[]>
  /** @throws AppError `not-found`, `unreadable-file`, `not-allowed` while no key is open */
  read(id: string): Promise<readonly FrozenRun[]>
}

const Stored = v.array(FrozenRun)

/**
 * @param data absolute path of the data folder
 * @param pin says what the registry of definitions knows of versions now
 */
export function frozenNumbers(
  data: string,
  keyring: Keyring,
  pin: (used: readonly DefinitionPin[]) => Promise<readonly PinnedDefinition[]>
): FrozenNumbers {
  const folder = join(data, 'governance')
  const pathOf = (id: string): string => join(folder, `frozen-${id}.sealed`)
  const purposeOf = (id: string): string => `frozen results/${id}`

  async function requireKey(): Promise<void> {
    if ((await keyring.state()).state !== 'open')
      throw new AppError('not-allowed', m.signedResultsAreSealedUnlockWith, {
        reason: 'locked'
      })
  }

  return {
    async save(id, results) {
      await requireKey()
      const runs = await numbersOf(results, pin)
      await makePrivateFolder(folder)
      await writeFileAtomically(pathOf(id), sealText(JSON.stringify(runs), purposeOf(id), keyring))
      return runs
    },
    async read(id) {
      const sealed = await diskFiles.read(pathOf(id))
      if (sealed === undefined) throw new AppError('not-found', m.noNumbersWereFrozenWithThis)
      await requireKey()
      const text = openText(sealed, purposeOf(id), keyring)
      const stored = v.safeParse(v.pipe(v.string(), v.parseJson(), Stored), text)
      if (stored.success) return stored.output
      throw new AppError('unreadable-file', m.theSignedResultsWereChangedOutside)
    }
  }
}

async function numbersOf(
  results: Uint8Array<ArrayBuffer>,
  pin: (used: readonly DefinitionPin[]) => Promise<readonly PinnedDefinition[]>
): Promise<FrozenRun[]> {
  const stored = await readForeignRuns(new Blob([results]).stream())
  if (stored === undefined) throw new AppError('not-supported', m.theStoredResultsAreOfAnother)
  const runs: FrozenRun[] = []
  for (const { key, title, ranAt, patients, problems, groups } of stored.runs) {
    const [measure] = await pin([{ kind: 'measure', id: key.measure, hash: key.content }])
    runs.push({
      measure: { ...defined(measure), name: title, ...(key.version === undefined ? {} : { version: key.version }) },
      title,
      period: { start: key.period.start, end: key.period.end },
      zone: key.zone,
      ranAt,
      patients,
      problems: problems.length,
      rates: groups.map(({ id, scoring, populations }) => ({
        id,
        scoring,
        populations: populations.map((each) => ({ code: each.code, count: memberCount(each) }))
      }))
    })
  }
  return runs
}
