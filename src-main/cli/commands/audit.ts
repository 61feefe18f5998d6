import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import type { AuditRow } from '#shared/audit-record.ts'
import { canAnchor, describeVerdict, type AuditVerdict } from '#shared/audit-verdict.ts'
import { Acknowledgement, acknowledgeReasons } from '#shared/set-aside-log.ts'
import { AppError } from '#shared/app-error.ts'
import { actionsOfKind } from '#shared/audit-labels.ts'
import { personPseudonym } from '../../services/audit/audit-codes.ts'
import { auditFiles } from '../../services/audit/audit-files.ts'
import { createAuditKey, type AuditKeyState } from '../../services/audit/audit-key.ts'
import { checkAuditLog } from '../../services/audit/check-log.ts'
import { collectorFormats, collectorLine, type CollectorFormat } from '../../services/audit/collector-line.ts'
import { auditEventLine, auditEventReleases, type AuditEventRelease } from '../../services/audit/fhir-audit-event.ts'
import { listRecords } from '../../services/audit/list-records.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import type { CliCommand, CommandIo, ExitCode } from '../terminal/command.ts'
import { showSink } from './audit-sink.ts'
import { readAnchors } from './read-anchors.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { dataPath } from '../data/open-data.ts'
import {
  findPassphrase,
  passphraseOptions,
  passphraseSourceOf,
  readPassphrase,
  type PassphraseSource
} from '../terminal/passphrase.ts'
import { terminalText } from '../terminal/terminal-text.ts'

const help = `Usage: populus audit [--verify [--against ANCHOR]] [--anchor] [--last N] [--person ID] [--left] [--file FILE]
                     [--json | --format F] [options]
       populus audit --sink-state | --send [--json] [options]
       populus audit --acknowledge LOG --reason REASON [--reference TEXT] [options]

Lists the audit log, oldest first: who did what and when, with counts and never with names. The policy AllowCsvExport does
not limit it, as its records name nobody whom the data are about.

  --verify           check every record, the end of the log and its anchor, and say where it was changed or cut. The codes
                     that only this installation can make are checked with the passphrase; without it they cannot be
  --anchor           print the number of records and the code of the last one, to be stored elsewhere
  --against ANCHOR   with --verify: check that the log still holds what it held when that anchor was printed. A file may be
                     named instead, with an anchor in each line or the lines that a log collector has from this computer
  --acknowledge LOG  record that a damaged log that was set aside was looked at; --verify names them. It is then known, and no
                     failure of --verify any more
  --reason REASON    why it is no concern: ${acknowledgeReasons.join(', ')}
  --reference TEXT   number of a ticket or report, without blanks
  --sink-state       say how far the log collector of the settings has the log, and why not further
  --send             deliver what waits to the log collector now
  --last N           the last N records only
  --person ID        only records about the person with this Patient id; needs the passphrase
  --left             only what left Populus: exports, copies, prints, reports, packs, de-identified sets, backups; of each the
                     outcome, or that it was begun where none was recorded. Files that were written have their SHA-256
  --file FILE        only the record of this very file, by its SHA-256, whatever its name is now; exit code 1 where there is none.
                     Copies have no hash, nor have PDFs, pictures of charts, measure reports of each person and files of more than
                     256 MB that the window saved
  --data FOLDER      data folder (default: the one that Populus uses)
  --passphrase-file FILE
                     read the passphrase from the first line of a file that only this account can read
  --passphrase-fd N  read it from the first line of file descriptor N
                     (default: the environment variable POPULUS_PASSPHRASE, when it is set)
  --json             print one JSON object in place of text
  --format FORMAT    one record a line for a log collector: ecs (Elastic Common Schema), cef (Common Event Format) or
                     syslog (RFC 5424); fhir-r4 and fhir-r5 write FHIR AuditEvents as NDJSON

Exit codes: 0 intact; 1 no damage found, but not everything could be checked or an earlier log was damaged; 2 changed, cut or
replaced, or wrong usage; with --sink-state and --send 1 while records wait, and 5 when the collector cannot be reached. Damaged logs that were acknowledged are named and do not change the code.
`

const options = {
  verify: { type: 'boolean', default: false },
  anchor: { type: 'boolean', default: false },
  against: { type: 'string' },
  acknowledge: { type: 'string' },
  reason: { type: 'string' },
  reference: { type: 'string' },
  'sink-state': { type: 'boolean', default: false },
  send: { type: 'boolean', default: false },
  last: { type: 'string' },
  person: { type: 'string' },
  left: { type: 'boolean', default: false },
  file: { type: 'string' },
  json: { type: 'boolean', default: false },
  format: { type: 'string' },
  data: { type: 'string' },
  ...passphraseOptions
} as const

async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...args], options })
  const data = dataPath(values.data, io)
  const folder = join(data, 'audit')
  const limit = values.last === undefined ? Infinity : Number(values.last)
  if (!(limit >= 1)) throw new AppError('invalid-input', '--last takes a number of records.')
  if (values.against !== undefined && !values.verify)
    throw new AppError('invalid-input', '--against goes with --verify.')
  const format = values.format === undefined ? undefined : formatOf(values.format)
  if (format !== undefined && (values.json || values.verify || values.anchor || values.acknowledge !== undefined))
    throw new AppError('invalid-input', '--format is for listing records, without --json.')
  if (values['sink-state'] || values.send) return showSink(data, { send: values.send, json: values.json }, io)
  const source = passphraseSourceOf(values)
  if (values.acknowledge !== undefined) return acknowledge(data, source, acknowledgementOf(values), io)
  if (values.verify || values.anchor) {
    const against = values.against === undefined ? [] : await readAnchors(values.against)
    const key = await keyState(data, source, io)
    const verdict = await checkAuditLog(folder, { key, against })
    return values.anchor ? printAnchor(verdict, values.json, io) : printVerdict(verdict, values.json, io)
  }
  const person = values.person === undefined ? undefined : await pseudonym(data, source, values.person, io)
  const text = values.file === undefined ? undefined : await hashOf(values.file)
  const actions = values.left ? actionsOfKind('left') : undefined
  const isAboutFiles = values.left || text !== undefined
  const { rows } = await listRecords(folder, { person, actions, text }, { limit, folded: isAboutFiles })
  const records = rows.reverse()
  if (format !== undefined) for (const record of records) io.out(`${lineOf(record, format)}\n`)
  else if (values.json) io.out(`${JSON.stringify({ records })}\n`)
  else for (const record of records) io.out(`${terminalText(textOf(record))}\n`)
  if (text === undefined || records.length > 0) return 0
  io.err('The log has no record of this file: it was changed since, written elsewhere, or written without a hash.\n')
  return 1
}

/** @throws AppError `unreadable-file` */
async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const part of createReadStream(path)) hash.update(part as Buffer)
  } catch (cause) {
    throw new AppError('unreadable-file', 'The file of --file cannot be read. Check its name and who may read it.', {
      cause
    })
  }
  return hash.digest('hex')
}

type LineFormat = CollectorFormat | AuditEventRelease

function lineOf(record: AuditRow, format: LineFormat): string {
  const release = auditEventReleases.find((each) => each === format)
  if (release !== undefined) return auditEventLine(record, release, hostname())
  return collectorLine(record, format as CollectorFormat, hostname())
}

/** @throws AppError `invalid-input` */
function formatOf(name: string): LineFormat {
  const formats = [...collectorFormats, ...auditEventReleases]
  const format = formats.find((each) => each === name)
  if (format === undefined) throw new AppError('invalid-input', `--format takes one of ${formats.join(', ')}.`)
  return format
}

interface AcknowledgeOptions {
  readonly acknowledge?: string | undefined
  readonly reason?: string | undefined
  readonly reference?: string | undefined
}

/** @throws AppError `invalid-input` */
function acknowledgementOf({ acknowledge: log, reason, reference }: AcknowledgeOptions): Acknowledgement {
  const asked = { log, reason, ...(reference === undefined ? {} : { reference }) }
  const parsed = v.safeParse(Acknowledgement, asked)
  if (parsed.success) return parsed.output
  throw new AppError(
    'invalid-input',
    `--acknowledge takes the name of a damaged log as --verify prints it, --reason one of ${acknowledgeReasons.join(', ')}, and --reference at most 40 letters, digits and . _ # / - without blanks.`
  )
}

async function acknowledge(
  data: string,
  source: PassphraseSource,
  { log, reason, reference }: Acknowledgement,
  io: CommandIo
): Promise<ExitCode> {
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets)
  const { state, by } = await keyring.state()
  if (state === 'locked' && by === 'passphrase') await keyring.unlock(await readPassphrase(source))
  try {
    const audit = await openCommandAudit(data, keyring, io.access)
    const { files } = await audit.acknowledge(log)
    await audit.record({
      action: 'audit.acknowledged',
      outcome: 'success',
      facts: { log, files, reason, ...(reference === undefined ? {} : { reference }) }
    })
  } finally {
    keyring.lock()
  }
  io.out(`The damaged log ${log} is acknowledged.\n`)
  return 0
}

/** What can be known of the audit key: with the passphrase, the key itself. */
async function keyState(data: string, source: PassphraseSource, io: CommandIo): Promise<AuditKeyState> {
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets)
  const { state, by } = await keyring.state()
  const passphrase = state === 'locked' && by === 'passphrase' ? await findPassphrase(source) : undefined
  if (passphrase !== undefined) await keyring.unlock(passphrase)
  const key = await createAuditKey(auditFiles(join(data, 'audit')).key, keyring).read()
  keyring.lock()
  return key
}

async function pseudonym(data: string, source: PassphraseSource, id: string, io: CommandIo): Promise<string> {
  const key = await keyState(data, source, io)
  if (key.state === 'open') return personPseudonym(key.key, id)
  throw new AppError(
    'not-allowed',
    'People are in the audit log under keyed names, which need the passphrase. Give it in the environment variable POPULUS_PASSPHRASE, or with --passphrase-file or --passphrase-fd.'
  )
}

function printAnchor(verdict: AuditVerdict, json: boolean, io: CommandIo): ExitCode {
  const { records, code } = verdict
  if (!canAnchor(verdict))
    throw new AppError(
      'not-allowed',
      'The audit log is damaged, so an anchor of it would vouch for the damage. See "populus audit --verify".'
    )
  io.out(json ? `${JSON.stringify({ anchor: `${records}:${code}` })}\n` : `${records}:${code}\n`)
  return 0
}

function printVerdict(verdict: AuditVerdict, json: boolean, io: CommandIo): ExitCode {
  if (json) io.out(`${JSON.stringify({ intact: verdict.result === 'intact', ...verdict })}\n`)
  else for (const sentence of describeVerdict(verdict)) io.out(`${terminalText(sentence)}\n`)
  if (verdict.result === 'problem') return verdict.problem === 'torn' ? 1 : 2
  return verdict.result === 'intact' && verdict.setAside === 0 ? 0 : 1
}

function textOf({ seq, time, actor = '-', version = '-', host, action, outcome, intent, facts }: AuditRow): string {
  const words = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`)
  const of = intent === undefined ? [] : [`intent=${intent}`]
  return [seq, time, actor, host, version, action, outcome, ...of, ...words].join('  ')
}

/** `populus audit`: the audit log, and whether it is as it was written. */
export const auditCommand: CliCommand = {
  name: 'audit',
  help,
  run
}
