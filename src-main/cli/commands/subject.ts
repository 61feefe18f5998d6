import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { join, resolve } from 'node:path'
import { auditActionTitle } from '#shared/audit-labels.ts'
import { AppError } from '#shared/app-error.ts'
import { systemClock } from '../../ports/system.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { readSubject, subjectBundle, subjectText } from '../../services/governance/subject-report.ts'
import type { OpenedData } from '../data/open-data.ts'
import { findPlaces, personIdOf } from '../data/person-places.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { openData } from '../data/open-data.ts'
import { refuseFiles } from '../data/refuse-files.ts'
import { subjectDeclaration } from '../declarations/subject.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { untilSignal } from '../terminal/until-signal.ts'
import { openOutput, writeTogether, type OutputFile } from './output-file.ts'
import { makeFolders } from '../../storage/files/make-folders.ts'

/** `populus subject`: everything that is stored about one person. */
export const subjectCommand = defineCommand(subjectDeclaration, async ({ values }, io) => {
  const { out, reason } = values
  const id = personIdOf(values.person)
  if (reason.trim() === '') throw new AppError('invalid-input', m.giveTheReasonWithReason)
  // The person may be anybody, and what is looked through is about everybody.
  if (io.access?.scopes !== undefined) throw new AppError('not-allowed', m.yourRoleShowsSomeAndReports)
  const opened = await openData(values.data, passphraseSourceOf(values), io)
  const { data, folder } = opened
  try {
    const audit = await openCommandAudit(data, folder.keyring, io.access)
    await refuseFiles(io, 'subject --out', m.filesWithTheRecordsOfA, audit)
    const person = await audit.pseudonym(id)
    const facts = { reason: reason.trim().slice(0, 300), ...(person === undefined ? {} : { person }) }
    const target = resolve(out)
    await makeFolders(target)
    const openFor = (file: string): Promise<OutputFile> =>
      openOutput(join(target, file), undefined, io, { name: { option: '--out', file } })
    const files = {
      report: await openFor('report.txt'),
      bundle: await openFor('bundle.json')
    }
    const report = async (signal: AbortSignal): Promise<number> => {
      const time = new Date(systemClock.now()).toISOString()
      const found = await readSubject(folder.store, id, signal)
      const { rows } = await audit.list({ person: id }, { limit: Infinity, folded: true })
      const usage = rows.map(
        (row) => `${row.time} ${row.actor ?? '-'}: ${auditActionTitle(row.action)}, ${row.outcome}`
      )
      const places = await placesOf(opened, id)
      signal.throwIfAborted()
      if (found.resources.length > 0) io.err(m.theFolderWillHoldHealthData)
      await writeTogether([
        [files.report, () => [subjectText(found, usage, places, time)]],
        [files.bundle, () => [`${JSON.stringify(subjectBundle(found.resources, time), undefined, 1)}\n`]]
      ])
      return found.resources.length
    }
    const count = await untilSignal(m.subjectCanceled, (signal) =>
      recordEffect(
        audit,
        { action: 'subject.reported', facts },
        () => report(signal),
        (resources) => ({ ...facts, resources })
      )
    )
    io.out(m.recordsAboutThisPersonInReport(count))
    return count === 0 ? 1 : 0
  } finally {
    folder.keyring.lock()
    await folder.release()
  }
})

async function placesOf(opened: OpenedData, id: string): Promise<string[]> {
  const { worklistEvents, worklistViews, matchDecisions, drafts, settings, optedOut } = await findPlaces(opened, id)
  return [
    m.worklistNotesAssignmentsAndOtherEntries(worklistEvents),
    m.viewsOfTheWorklistThatName(worklistViews),
    m.decisionsAboutWhichRecordsAreOf(matchDecisions),
    m.unfinishedWorkSavedCohortsBoardsAnd(drafts),
    m.savedStatementsAndViews(settings),
    m.listOfPeopleWhoOptedOutOn(optedOut)
  ]
}
