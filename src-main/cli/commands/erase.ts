import { parseArgs } from 'node:util'
import { AppError } from '#shared/app-error.ts'
import { systemClock } from '../../ports/system.ts'
import { lastRecord } from '../../services/audit/sent-records.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { erasePerson } from '../../services/governance/erase-person.ts'
import { accountName } from '../../storage/files/account-name.ts'
import { join } from 'node:path'
import { openCommandAudit } from '../data/command-audit.ts'
import { openData, type OpenedData } from '../data/open-data.ts'
import type { CliCommand } from '../terminal/command.ts'
import { erasePlaces, type PersonPlaces } from '../data/person-places.ts'
import { passphraseOptions, passphraseSourceOf } from '../terminal/passphrase.ts'
import { openOutput } from './output-file.ts'

const help = `Usage: populus erase (--person ID | --snapshot ID | --everything) --confirm WORD --reason TEXT --certificate FILE [options]

Erases stored data and writes a certificate. A snapshot is erased by destroying its key, then its files. A person is erased by
writing every snapshot anew without them, and destroying the old one. Close Populus before.

  --person ID         one person, by the id of the Patient
  --snapshot ID       one snapshot
  --everything        every snapshot
  --confirm WORD      the same id again, or EVERYTHING
  --reason TEXT       number or kind of the request; goes to the audit log and the certificate. Name nobody
  --certificate FILE  file for the certificate, JSON
  --data FOLDER       data folder (default: the one that Populus uses)
  --passphrase-file FILE, --passphrase-fd N
                      where the passphrase is read from; by default POPULUS_PASSPHRASE

A person goes from the worklist (notes, assignments, outreach, evidence), the decisions about matching, unfinished work, saved
cohorts, boards, statements and views as well. Not erased: exports that were saved elsewhere, packs and lists that were handed
over, backups, the audit log (which has pseudonyms only), and the list of people who opted out, which keeps the person out of
later data. The certificate says what was removed where, and what could not be. It holds no health data and is written also where the policy AllowCsvExport
allows no files.
`

interface Erased {
  readonly what: 'person' | 'snapshot' | 'everything'
  readonly snapshots: readonly object[]
  readonly drafts: number
  /** Where else a person was named. */
  readonly places?: PersonPlaces
}

/** `populus erase`: stored data, with a certificate. */
export const eraseCommand: CliCommand = {
  name: 'erase',
  help,
  async run(args, io) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        person: { type: 'string' },
        snapshot: { type: 'string' },
        everything: { type: 'boolean', default: false },
        confirm: { type: 'string' },
        reason: { type: 'string' },
        certificate: { type: 'string' },
        data: { type: 'string' },
        ...passphraseOptions
      }
    })
    const { person, snapshot, everything, reason, certificate } = values
    const asked = [person, snapshot, everything ? 'EVERYTHING' : undefined].filter((each) => each !== undefined)
    const [word] = asked
    if (asked.length !== 1 || reason === undefined || reason.trim() === '' || certificate === undefined)
      throw new AppError(
        'invalid-input',
        'populus erase needs one of --person, --snapshot and --everything, with --reason and --certificate.'
      )
    if (values.confirm !== word)
      throw new AppError(
        'invalid-input',
        `Nothing was erased. To confirm, add --confirm ${everything ? 'EVERYTHING' : 'with the same id'}.`
      )
    const opened = await openData(values.data, passphraseSourceOf(values), io)
    const { data, folder } = opened
    try {
      const audit = await openCommandAudit(data, folder.keyring, io.access)
      // A certificate holds no health data, of which the usual sentence warns.
      const output = await openOutput(certificate, false, { err: () => undefined })
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
            method:
              'AES-256-GCM; the key of each erased snapshot was overwritten and deleted, then its files. Without the key they cannot be read, also where a copy of the files is left on the medium.',
            notErased: notErased(erased),
            auditRecord: record
          },
          undefined,
          2
        )}\n`
      ])
      io.out(`Erased: ${erased.snapshots.length} snapshots, ${erased.drafts} drafts. The certificate is written.\n`)
      return 0
    } finally {
      folder.keyring.lock()
      await folder.release()
    }
  }
}

function notErased({ places }: Erased): string[] {
  return [
    'files exported elsewhere, and lists and packs that were handed over',
    'backups',
    'audit log (pseudonyms only)',
    'data set aside when somebody started over with a forgotten passphrase',
    ...(places?.optedOut === true ? ['list of people who opted out: it keeps the person out of later data'] : [])
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
