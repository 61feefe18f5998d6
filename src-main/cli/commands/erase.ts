import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { AppError } from '#shared/app-error.ts'
import { systemClock } from '../../ports/system.ts'
import { lastRecord } from '../../services/audit/sent-records.ts'
import { PartlyDone } from '../../services/audit/failure-facts.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { erasePerson, requireNoneOnHold, type RewrittenSnapshot } from '../../services/governance/erase-person.ts'
import { openGovernanceStore } from '../../services/governance/governance-store.ts'
import { replacedSnapshots } from '../../services/governance/replaced-snapshots.ts'
import { accountName } from '../../storage/files/account-name.ts'
import { join } from 'node:path'
import { openCommandAudit } from '../data/command-audit.ts'
import { openData, type OpenedData } from '../data/open-data.ts'
import { eraseDeclaration } from '../declarations/erase.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { erasePlaces, personIdOf, requireReadablePlaces, type PersonPlaces } from '../data/person-places.ts'
import { diskError } from '../terminal/exit-codes.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { untilSignal } from '../terminal/until-signal.ts'
import { openOutput } from './output-file.ts'

interface Erased {
  readonly what: 'person' | 'snapshot' | 'everything'
  readonly snapshots: readonly object[]
  readonly drafts: number
  /** Where else a person was named. */
  readonly places?: PersonPlaces
  /** Snapshots that were not reached, where it ended early; of a person, what is stored elsewhere was not reached either. */
  readonly left?: readonly string[]
}

/** An erasure that ended when part of it was done. */
class ErasedInPart extends PartlyDone {
  readonly erased: Erased

  constructor(erased: Erased, left: readonly string[], why: AppError) {
    const { what, snapshots } = erased
    const done = { snapshots: snapshots.length, left: left.length }
    super(done, m.erasedInPart(what === 'person', why.message, done.snapshots, done.left), why)
    this.erased = { ...erased, left }
  }
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
    const certify = async (erased: Erased): Promise<void> => {
      const record = await lastRecord(join(data, 'audit'))
      const text = `${JSON.stringify(
        {
          certificate: 'populus-erasure-1',
          time: new Date(systemClock.now()).toISOString(),
          account: accountName(),
          complete: erased.left === undefined,
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
        const message = erased.left === undefined ? m.erasedWithoutCertificate : m.erasedInPartWithoutCertificate
        throw new AppError('not-allowed', message, { cause, reason: 'disk' })
      })
    }
    const erased = await untilSignal(m.eraseCanceled, async (signal) => {
      const done = await recordEffect(
        audit,
        { action: 'data.erased', facts },
        () => erase(opened, { person, snapshot }, signal),
        ({ snapshots, drafts }) => ({ ...facts, snapshots: snapshots.length, drafts })
      ).catch(async (error: unknown) => {
        if (error instanceof ErasedInPart) await certify(error.erased)
        throw error
      })
      await certify(done)
      return done
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

function notErased({ what, places, left }: Erased): string[] {
  return [
    ...(left === undefined ? [] : [m.notReached(what === 'person', left.length)]),
    m.filesExportedElsewhereAndListsAnd,
    'backups',
    m.auditLogPseudonymsOnly,
    m.dataSetAsideWhenSomebodyStarted,
    ...(places?.optedOut === true ? [m.listOfPeopleWhoOptedOut] : [])
  ]
}

/**
 * @throws AppError `not-found` where nothing had to be erased, which nobody should have a certificate of; {@link ErasedInPart};
 *   the reason of the signal where it ended before anything was erased
 */
async function erase(
  opened: OpenedData,
  { person, snapshot }: { readonly person: string | undefined; readonly snapshot: string | undefined },
  signal: AbortSignal
): Promise<Erased> {
  const { store } = opened.folder
  await store.claim()
  if (person !== undefined) return eraseOne(opened, person, signal)
  const stored = await store.list()
  if (snapshot === undefined) requireNoneOnHold(stored)
  const entries = snapshot === undefined ? stored.map(({ id }) => id) : [snapshot]
  if (entries.length === 0) throw new AppError('not-found', m.noSnapshotIsStored)
  const what = snapshot === undefined ? 'everything' : 'snapshot'
  const snapshots: { readonly snapshot: string }[] = []
  try {
    for (const id of entries) {
      signal.throwIfAborted()
      await store.delete(id)
      snapshots.push({ snapshot: id })
    }
  } catch (error) {
    throw inPart({ what, snapshots, drafts: 0 }, entries.slice(snapshots.length), error)
  }
  return { what, snapshots, drafts: 0 }
}

async function eraseOne(opened: OpenedData, person: string, signal: AbortSignal): Promise<Erased> {
  const { store } = opened.folder
  await requireReadablePlaces(opened)
  const agreements = replacedSnapshots(openGovernanceStore(opened.data))
  const stored = (await store.list()).filter(({ transient }) => transient !== true).map(({ id }) => id)
  const done: RewrittenSnapshot[] = []
  const changed = (): RewrittenSnapshot[] => done.filter(({ replacedBy }) => replacedBy !== undefined)
  try {
    await erasePerson(store, agreements, person, { signal, onDone: (each) => void done.push(each) })
    signal.throwIfAborted()
    const places = await erasePlaces(opened, person)
    const snapshots = changed()
    if (snapshots.length === 0 && removedFrom(places).length === 0)
      throw new AppError('not-found', m.nothingStoredHasThisPerson(places.optedOut))
    return { what: 'person', snapshots, drafts: places.drafts, places }
  } catch (error) {
    const seen = new Set(done.map((each) => each.snapshot))
    const left = stored.filter((id) => !seen.has(id))
    throw inPart({ what: 'person', snapshots: changed(), drafts: 0 }, left, error)
  }
}

/** What to tell of an erasure that ended early: the failure alone where nothing was erased. */
function inPart(erased: Erased, left: readonly string[], cause: unknown): unknown {
  if (erased.snapshots.length === 0) return cause
  const error = diskError(cause)
  const why = error instanceof AppError ? error : new AppError('internal', m.eraseFailed, { cause: error })
  // The sentence of a signal is for an erasure that had not begun.
  return new ErasedInPart(erased, left, why.code === 'cancelled' ? new AppError('cancelled', m.canceled) : why)
}
