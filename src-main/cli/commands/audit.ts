import { cliCommandsMessages as m } from '#messages/cli/commands.ts'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import type { AuditRow } from '#shared/audit-record.ts'
import { callPurposeTitle, describeOutboundCalls } from '#shared/governance/outbound-calls.ts'
import { canAnchor, describeVerdict, type AuditVerdict } from '#shared/audit-verdict.ts'
import { Acknowledgement, acknowledgeReasons } from '#shared/set-aside-log.ts'
import { AppError } from '#shared/app-error.ts'
import { actionsOfKind } from '#shared/audit-labels.ts'
import { personPseudonym } from '../../services/audit/audit-codes.ts'
import { outboundCalls } from '../../services/audit/outbound-calls.ts'
import { auditFiles } from '../../services/audit/audit-files.ts'
import { createAuditKey, type AuditKeyState } from '../../services/audit/audit-key.ts'
import { checkAuditLog } from '../../services/audit/check-log.ts'
import { collectorLine, type CollectorFormat } from '../../services/audit/collector-line.ts'
import { auditEventLine, auditEventReleases, type AuditEventRelease } from '../../services/audit/fhir-audit-event.ts'
import { listRecords } from '../../services/audit/list-records.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import { auditDeclaration } from '../declarations/audit.ts'
import type { CommandIo, ExitCode } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { showSink } from './audit-sink.ts'
import { readAnchors } from './read-anchors.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { storedDataPath } from '../data/open-data.ts'
import { findPassphrase, passphraseSourceOf, readPassphrase, type PassphraseSource } from '../terminal/passphrase.ts'
import { terminalText } from '../terminal/terminal-text.ts'

/** `populus audit`: the audit log, and whether it is as it was written. */
export const auditCommand = defineCommand(auditDeclaration, async ({ values }, io) => {
  const data = storedDataPath(values.data, io)
  const folder = join(data, 'audit')
  const { format, last: limit = Infinity } = values
  if (values['sink-state'] || values.send) return showSink(data, { send: values.send, json: values.json }, io)
  const source = passphraseSourceOf(values)
  if (values.network) return printCalls(data, source, values, io)
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
  if (records.length > 0) return 0
  if (text === undefined) {
    if (!values.json) io.err(m.noRecords)
    return 0
  }
  io.err(m.theLogHasNoRecordOf)
  return 1
})

/** @throws AppError `unreadable-file` */
async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const part of createReadStream(path)) hash.update(part as Buffer)
  } catch (cause) {
    throw new AppError('unreadable-file', m.theFileOfFileCannotBe, {
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
  throw new AppError('invalid-input', m.acknowledgeTakesTheNameOfA(acknowledgeReasons.join(', ')))
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
  io.out(m.theDamagedLogIsAcknowledged(log))
  return 0
}

/** What can be known of the audit key: with the passphrase, the key itself. */
async function keyState(data: string, source: PassphraseSource, io: CommandIo): Promise<AuditKeyState> {
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets)
  const { state, by } = await keyring.state()
  const passphrase = state === 'locked' && by === 'passphrase' ? await findPassphrase(source) : undefined
  if (passphrase !== undefined) await keyring.unlock(passphrase)
  const key = await createAuditKey(auditFiles(join(data, 'audit')), keyring).read()
  keyring.lock()
  return key
}

async function pseudonym(data: string, source: PassphraseSource, id: string, io: CommandIo): Promise<string> {
  const key = await keyState(data, source, io)
  if (key.state === 'open') return personPseudonym(key.key, id)
  throw new AppError('not-allowed', m.peopleAreInTheAuditLog)
}

function printAnchor(verdict: AuditVerdict, json: boolean, io: CommandIo): ExitCode {
  const { records, code } = verdict
  if (!canAnchor(verdict)) throw new AppError('not-allowed', m.theAuditLogIsDamagedSo)
  io.out(json ? `${JSON.stringify({ anchor: `${records}:${code}` })}\n` : `${records}:${code}\n`)
  return 0
}

function printVerdict(verdict: AuditVerdict, json: boolean, io: CommandIo): ExitCode {
  if (json) io.out(`${JSON.stringify({ intact: verdict.result === 'intact', ...verdict })}\n`)
  else for (const sentence of describeVerdict(verdict)) io.out(`${terminalText(sentence)}\n`)
  return verdictCode(verdict)
}

function verdictCode(verdict: AuditVerdict): ExitCode {
  if (verdict.result === 'problem') return verdict.problem === 'torn' ? 1 : 2
  return verdict.result === 'intact' && verdict.setAside === 0 ? 0 : 1
}

/** What went out to other computers, and whether the log that says so is whole. */
async function printCalls(
  data: string,
  source: PassphraseSource,
  { since, json }: { readonly since?: number | undefined; readonly json: boolean },
  io: CommandIo
): Promise<ExitCode> {
  const folder = join(data, 'audit')
  const verdict = await checkAuditLog(folder, { key: await keyState(data, source, io) })
  const calls = await outboundCalls(folder, since === undefined ? undefined : since * 86_400_000)
  if (json) io.out(`${JSON.stringify({ ...calls, intact: verdict.result === 'intact', verdict })}\n`)
  else {
    for (const { server, purpose, ...of } of calls.hosts)
      io.out(`${terminalText(m.callsOfHost(server, callPurposeTitle(purpose), of.calls, of.atLeast, of.refused))}\n`)
    for (const sentence of [...describeOutboundCalls(calls, (time) => time), ...describeVerdict(verdict)])
      io.out(`${terminalText(sentence)}\n`)
  }
  return verdictCode(verdict)
}

function textOf({ seq, time, actor = '-', version = '-', host, action, outcome, intent, facts }: AuditRow): string {
  const words = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`)
  const of = intent === undefined ? [] : [`intent=${intent}`]
  return [seq, time, actor, host, version, action, outcome, ...of, ...words].join('  ')
}
