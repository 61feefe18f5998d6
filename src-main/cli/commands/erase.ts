import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { AppError } from '#shared/app-error.ts'
import { systemClock } from '../../ports/system.ts'
import { lastRecord } from '../../services/audit/sent-records.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { erasePerson } from '../../services/governance/erase-person.ts'
import { openGovernanceStore } from '../../services/governance/governance-store.ts'
import { replacedSnapshots } from '../../services/governance/replaced-snapshots.ts'
import { accountName } from '../../storage/files/account-name.ts'
import { join } from 'node:path'
import { openCommandAudit } from '../data/command-audit.ts'
import { openData, type OpenedData } from '../data/open-data.ts'
import { eraseDeclaration } from '../declarations/erase.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { erasePlaces, personIdOf, requireReadablePlaces, type PersonPlaces } from '../data/person-places.ts'
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
  const { snapshot, everything, reason, certificate } = values
  const person = values.person === undefined ? undefined : personIdOf(values.person)
  const asked = [person, snapshot, everything ? 'EVERYTHING' : undefined].filter((each) => each !== undefined)
  const [word] = asked
  if (word === undefined || reason.trim() === '') throw new AppError('invalid-input', m.populusEraseNeedsOneOfPerson)
  const confirmed = person === undefined ? values.confirm : values.confirm && personIdOf(values.confirm)
  if (confirmed !== word) throw new AppError('invalid-input', m.nothingWasErasedToConfirmAdd(everything))
  const opened = await openData(values.data, passphraseSourceOf(values), io)
  const { data, folder } = opened
  try {
    const audit = await openCommandAudit(data, folder.keyring, io.access)
    // A certificate holds no health data.
    const output = await openOutput(certificate, undefined, io, { name: { option: '--certificate' } })
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
    const text = `${JSON.stringify(
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
    await output.write([text]).catch((cause: unknown) => {
      // What is erased cannot be erased again: this is the only time that the certificate can be had.
      io.out(text)
      throw new AppError('not-allowed', m.erasedWithoutCertificate, { cause, reason: 'disk' })
    })
    io.out(erasedText(erased))
    return 0
  } finally {
    folder.keyring.lock()
    await folder.release()
  }
})

/** What became of a person, or of snapshots, in a sentence. */
function erasedText({ what, snapshots, places }: Erased): string {
  if (what !== 'person' || places === undefined) return m.snapshotsAreErased(snapshots.length)
  const removed = [...(snapshots.length === 0 ? [] : [m.ofSnapshots(snapshots.length)]), ...removedFrom(places)]
  return m.thePersonWasRemovedFrom(removed.join(', '))
}

/** The places outside of the snapshots that a person was removed from. */
function removedFrom({ worklistEvents, worklistViews, matchDecisions, drafts, settings }: PersonPlaces): string[] {
  const places: readonly (readonly [number, (count: number) => string])[] = [
    [worklistEvents, m.ofWorklistEntries],
    [worklistViews, m.ofWorklistViews],
    [matchDecisions, m.ofMatchDecisions],
    [drafts, m.ofDrafts],
    [settings, m.ofSavedStatements]
  ]
  return places.filter(([count]) => count > 0).map(([count, text]) => text(count))
}

function notErased({ places }: Erased): string[] {
  return [
    m.filesExportedElsewhereAndListsAnd,
    'backups',
    m.auditLogPseudonymsOnly,
    m.dataSetAsideWhenSomebodyStarted,
    ...(places?.optedOut === true ? [m.listOfPeopleWhoOptedOut] : [])
  ]
}

/** @throws AppError `not-found` where nothing had to be erased, which nobody should have a certificate of */
async function erase(
  opened: OpenedData,
  { person, snapshot }: { readonly person: string | undefined; readonly snapshot: string | undefined }
): Promise<Erased> {
  const { store } = opened.folder
  await store.claim()
  if (person !== undefined) {
    await requireReadablePlaces(opened)
    const agreements = replacedSnapshots(openGovernanceStore(opened.data))
    const erased = await erasePerson(store, agreements, person)
    const snapshots = erased.filter(({ replacedBy }) => replacedBy !== undefined)
    const places = await erasePlaces(opened, person)
    if (snapshots.length === 0 && removedFrom(places).length === 0)
      throw new AppError('not-found', m.nothingStoredHasThisPerson(places.optedOut))
    return { what: 'person', snapshots, drafts: places.drafts, places }
  }
  const entries = snapshot === undefined ? (await store.list()).map(({ id }) => id) : [snapshot]
  if (entries.length === 0) throw new AppError('not-found', m.noSnapshotIsStored)
  for (const id of entries) await store.delete(id)
  return {
    what: snapshot === undefined ? 'everything' : 'snapshot',
    snapshots: entries.map((id) => ({ snapshot: id })),
    drafts: 0
  }
}
