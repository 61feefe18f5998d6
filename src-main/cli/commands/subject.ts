import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { auditActionTitle } from '#shared/audit-labels.ts'
import { AppError } from '#shared/app-error.ts'
import { systemClock } from '../../ports/system.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { readSubject, subjectBundle, subjectText } from '../../services/governance/subject-report.ts'
import type { OpenedData } from '../data/open-data.ts'
import { findPlaces } from '../data/person-places.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { openData } from '../data/open-data.ts'
import { refuseFiles } from '../data/refuse-files.ts'
import type { CliCommand } from '../terminal/command.ts'
import { passphraseOptions, passphraseSourceOf } from '../terminal/passphrase.ts'
import { openOutput } from './output-file.ts'

const help = `Usage: populus subject --person ID --out FOLDER --reason TEXT [--data FOLDER] [--passphrase-file FILE]

Writes what is held about one person: report.txt to read, and bundle.json, a FHIR Bundle with every record of every stored
snapshot that is about them. The answer to a request for access (GDPR Article 15, HIPAA 45 CFR 164.524).

  --person ID    id of the Patient in the data
  --out FOLDER   folder for the two files; made when it is missing. They are not encrypted
  --reason TEXT  number or kind of the request; goes to the audit log. Name nobody
  --data FOLDER  data folder (default: the one that Populus uses)
  --passphrase-file FILE, --passphrase-fd N
                 where the passphrase is read from; by default POPULUS_PASSPHRASE

Refused where the policy AllowCsvExport allows no files. The report counts what the worklist,
matching, saved work and settings have about the person as well: the places that populus erase removes them from.
`

/** `populus subject`: everything that is stored about one person. */
export const subjectCommand: CliCommand = {
  name: 'subject',
  help,
  async run(args, io) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        person: { type: 'string' },
        out: { type: 'string' },
        reason: { type: 'string' },
        data: { type: 'string' },
        ...passphraseOptions
      }
    })
    const { person: id, out, reason } = values
    if (id === undefined || out === undefined || reason === undefined || reason.trim() === '')
      throw new AppError('invalid-input', 'populus subject needs --person, --out and --reason.')
    const opened = await openData(values.data, passphraseSourceOf(values), io)
    const { data, folder } = opened
    try {
      const audit = await openCommandAudit(data, folder.keyring, io.access)
      await refuseFiles(io, 'subject --out', 'files with the records of a person', audit)
      const person = await audit.pseudonym(id)
      const facts = { reason: reason.trim().slice(0, 300), ...(person === undefined ? {} : { person }) }
      const target = resolve(out)
      await mkdir(target, { recursive: true, mode: 0o700 })
      const files = {
        report: await openOutput(join(target, 'report.txt'), false, io),
        bundle: await openOutput(join(target, 'bundle.json'), false, io)
      }
      const count = await recordEffect(
        audit,
        { action: 'subject.reported', facts },
        async () => {
          const time = new Date(systemClock.now()).toISOString()
          const found = await readSubject(folder.store, id)
          const { rows } = await audit.list({ person: id }, { limit: Infinity, folded: true })
          const usage = rows.map(
            (row) => `${row.time} ${row.actor ?? '-'}: ${auditActionTitle(row.action)}, ${row.outcome}`
          )
          await files.report.write([subjectText(found, usage, await placesOf(opened, id), time)])
          await files.bundle.write([`${JSON.stringify(subjectBundle(found.resources, time), undefined, 1)}\n`])
          return found.resources.length
        },
        (resources) => ({ ...facts, resources })
      )
      io.out(`${count} ${count === 1 ? 'record' : 'records'} about this person, in report.txt and bundle.json.\n`)
      return count === 0 ? 1 : 0
    } finally {
      folder.keyring.lock()
      await folder.release()
    }
  }
}

async function placesOf(opened: OpenedData, id: string): Promise<string[]> {
  const { worklistEvents, matchDecisions, drafts, settings, optedOut } = await findPlaces(opened, id)
  return [
    `Worklist: ${worklistEvents} notes, assignments and other entries`,
    `Decisions about which records are of one person: ${matchDecisions}`,
    `Unfinished work, saved cohorts, boards and lists: ${drafts}`,
    `Saved statements and views: ${settings}`,
    `List of people who opted out: ${optedOut ? 'on it' : 'not on it'}`
  ]
}
