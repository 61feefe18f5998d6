import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { AppError } from '#shared/app-error.ts'
import { systemClock } from '../../ports/system.ts'
import { lastRecord } from '../../services/audit/sent-records.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { erasePerson } from '../../services/governance/erase-person.ts'
import { accountName } from '../../storage/files/account-name.ts'
import { join } from 'node:path'
import { openCommandAudit } from '../data/command-audit.ts'
import { openData, type OpenedData } from '../data/open-data.ts'
import { eraseDeclaration } from '../declarations/erase.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { erasePlaces, type PersonPlaces } from '../data/person-places.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { openOutput } from './output-file.ts'

interface Erased {
  readonly what: 'person' | 'snapshot' | 'everything'
  readonly snapshots: readonly object[]
  readonly drafts: number
  /** Where else a person was named. */
  readonly places?: PersonPlaces
}

/** `populus erase`: stored data, with a certificate. */
export const eraseCommand = defineCommand(eraseDeclaration, async ({ values }, io) => {
  const { person, snapshot, everything, reason, certificate } = values
  const asked = [person, snapshot, everything ? 'EVERYTHING' : undefined].filter((each) => each !== undefined)
  const [word] = asked
  if (word === undefined || reason.trim() === '') throw new AppError('invalid-input', m.populusEraseNeedsOneOfPerson)
  if (values.confirm !== word) throw new AppError('invalid-input', m.nothingWasErasedToConfirmAdd(everything))
  const opened = await openData(values.data, passphraseSourceOf(values), io)
  const { data, folder } = opened
  try {
    const audit = await openCommandAudit(data, folder.keyring, io.access)
    // A certificate holds no health data, of which the usual sentence warns.
    const output = await openOutput(certificate, false, { ...io, err: () => undefined })
    const pseudonym = person === undefined ? undefined : await audit.pseudonym(person)
    const what = person !== undefined ? 'person' : snapshot !== undefined ? 'snapshot' : 'everything'
    const facts = {
      what,
      reason: reason.trim().slice(0, 300),
      ...(pseudonym === undefined ? {} : { person: pseudonym }),
      ...(snapshot === undefined ? {} : { snapshot })
    }
    const erased = await recordEffect(
      audit,
      { action: 'data.erased', facts },
      () => erase(opened, { person, snapshot }),
      ({ snapshots, drafts }) => ({ ...facts, snapshots: snapshots.length, drafts })
    )
    const record = await lastRecord(join(data, 'audit'))
    await output.write([
      `${JSON.stringify(
        {
          certificate: 'populus-erasure-1',
          time: new Date(systemClock.now()).toISOString(),
          account: accountName(),
          ...facts,
          ...erased,
          method: m.aes256GCMTheKeyOf,
          notErased: notErased(erased),
          auditRecord: record
        },
        undefined,
        2
      )}\n`
    ])
    io.out(m.erasedSnapshotsDraftsTheCertificateIs(erased.snapshots.length, erased.drafts))
    return 0
  } finally {
    folder.keyring.lock()
    await folder.release()
  }
})

function notErased({ places }: Erased): string[] {
  return [
    m.filesExportedElsewhereAndListsAnd,
    'backups',
    m.auditLogPseudonymsOnly,
    m.dataSetAsideWhenSomebodyStarted,
    ...(places?.optedOut === true ? [m.listOfPeopleWhoOptedOut] : [])
  ]
}

async function erase(
  opened: OpenedData,
  { person, snapshot }: { readonly person: string | undefined; readonly snapshot: string | undefined }
): Promise<Erased> {
  const { store } = opened.folder
  await store.claim()
  if (person !== undefined) {
    const snapshots = (await erasePerson(store, person)).filter(({ replacedBy }) => replacedBy !== undefined)
    const places = await erasePlaces(opened, person)
    return { what: 'person', snapshots, drafts: places.drafts, places }
  }
  const entries = snapshot === undefined ? (await store.list()).map(({ id }) => id) : [snapshot]
  for (const id of entries) await store.delete(id)
  return {
    what: snapshot === undefined ? 'everything' : 'snapshot',
    snapshots: entries.map((id) => ({ snapshot: id })),
    drafts: 0
  }
}
