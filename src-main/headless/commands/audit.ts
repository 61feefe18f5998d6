import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { AppError } from '#shared/app-error.ts'
import { auditFiles } from '../../audit/audit-files.ts'
import { createAuditKey } from '../../audit/audit-key.ts'
import { readRecord, type AuditRecord } from '../../audit/hash-chain.ts'
import { verifyAuditLog } from '../../audit/verify.ts'
import { createKeyring } from '../../storage/keyring.ts'
import type { Command, CommandIo, ExitCode } from '../command.ts'
import { dataPath } from '../open-data.ts'
import { passphraseFdOf, readPassphrase } from '../passphrase.ts'

const help = `Usage: populus audit [--verify] [--last N] [--json] [--data FOLDER] [--passphrase-fd N]

Lists the audit log: who did what and when, with counts and never with names. With --verify the chain of hashes is checked,
and with the passphrase also the codes that only this installation can make.

  --verify           check the log, and say where it was changed or cut
  --last N           the last N records only
  --data FOLDER      data folder (default: the one that Populus uses)
  --passphrase-fd N  read the passphrase from the first line of file descriptor N
                     (default: the environment variable POPULUS_PASSPHRASE, when it is set)
  --json             print one JSON object in place of text

Exit codes: 0 intact, 1 the last line is incomplete (as after a crash), 2 changed or cut, or wrong usage.
`

const options = {
  verify: { type: 'boolean', default: false },
  last: { type: 'string' },
  json: { type: 'boolean', default: false },
  data: { type: 'string' },
  'passphrase-fd': { type: 'string' }
} as const

async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values } = parseArgs({ args: [...args], options })
  const data = dataPath(values.data)
  const folder = join(data, 'audit')
  const last = values.last === undefined ? Infinity : Number(values.last)
  if (!(last >= 1)) throw new AppError('invalid-input', '--last takes a number of records.')
  if (values.verify) return verify(folder, await keyFor(data, passphraseFdOf(values['passphrase-fd'])), values.json, io)
  const records = await lastRecords(auditFiles(folder).records, last)
  if (values.json) io.out(`${JSON.stringify({ records })}\n`)
  else for (const record of records) io.out(`${textOf(record)}\n`)
  return 0
}

/** The key of the codes, when the passphrase is given. */
async function keyFor(data: string, fd: number | undefined): Promise<Buffer | undefined> {
  if (fd === undefined && !process.env['POPULUS_PASSPHRASE']) return undefined
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), undefined)
  const path = auditFiles(join(data, 'audit')).key
  if (!existsSync(path) || (await keyring.state()).by === 'keychain') return undefined
  await keyring.unlock(readPassphrase(fd))
  const key = await createAuditKey(path, keyring).current()
  keyring.lock()
  return key
}

async function verify(folder: string, key: Buffer | undefined, json: boolean, io: CommandIo): Promise<ExitCode> {
  const { head, problem, keyedUpTo } = await verifyAuditLog(folder, key)
  const intact = problem === undefined
  if (json) {
    const keyed = key === undefined ? {} : { keyedUpTo }
    const firstBad = problem === 'changed' ? { firstBadRecord: head.seq + 1 } : {}
    io.out(
      `${JSON.stringify({ intact, records: head.seq, head: head.hash, ...keyed, ...(intact ? {} : { problem }), ...firstBad })}\n`
    )
  } else {
    const sentences = {
      changed: `Record ${head.seq + 1} is not the one that was written there. The ${head.seq} records before it are good.`,
      truncated: `Records are missing at the end, after record ${head.seq}.`,
      torn: `The last line is incomplete, as after a crash. The ${head.seq} records before it are good.`
    }
    io.out(`${problem === undefined ? `The audit log is intact: ${head.seq} records.` : sentences[problem]}\n`)
    if (key !== undefined && keyedUpTo > 0) io.out(`Codes of this installation cover records 1 to ${keyedUpTo}.\n`)
  }
  return intact ? 0 : problem === 'torn' ? 1 : 2
}

async function lastRecords(path: string, most: number): Promise<AuditRecord[]> {
  if (!existsSync(path)) return []
  const records: AuditRecord[] = []
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const record = readRecord(line)
    if (record === undefined) continue
    records.push(record)
    if (records.length > most) records.shift()
  }
  return records
}

function textOf({ seq, time, action, outcome, host, facts }: AuditRecord): string {
  const words = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`)
  return [seq, time, host, action, outcome, ...words].join('  ')
}

/** `populus audit`: the audit log, and whether it is as it was written. */
export const auditCommand: Command = {
  name: 'audit',
  summary: 'List the audit log, or check that nobody changed it',
  help,
  run
}
