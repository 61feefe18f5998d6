import { cliGovernanceMessages as m } from '#messages/cli/governance.ts'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { describeVerdict } from '#shared/audit-verdict.ts'
import { systemClock } from '../../ports/system.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { stagingName, withdrawRestore } from '../../storage/backup/restore-backup.ts'
import { backupWorkFolder } from '../../storage/backup/write-backup-file.ts'
import { accountName } from '../../storage/files/account-name.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { dataPath } from '../data/open-data.ts'
import { refuseFiles } from '../data/refuse-files.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import { incidentDeclaration } from '../declarations/incident.ts'
import type { CommandIo, ExitCode } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { noteDestroyedKeys, revokeKeys, type RevokedKey } from '../connections/revoke-keys.ts'
import { openOutput } from '../commands/output-file.ts'

/** `populus incident`: evidence, and the end of all keys. */
export const incidentCommand = defineCommand(incidentDeclaration, async ({ values }, io) => {
  const data = dataPath(values.data, io)
  if (values.evidence === undefined && !values.wipe && !values['revoke-keys'])
    throw new AppError('invalid-input', m.populusIncidentNeedsOneOfEvidence)
  if (values.evidence !== undefined) return evidence(data, resolve(values.evidence), io)
  if (values['revoke-keys']) {
    if (values.confirm !== 'REVOKE') throw new AppError('invalid-input', m.nothingWasRevokedToConfirmAdd)
    const passphrase = passphraseSourceOf(values)
    const { connection, key: kid } = values
    const keys = await revokeKeys({ data: values.data, passphrase, connection, kid }, io)
    io.out(m.keysAreRevokedTakeThemOut(keys.length))
    printKeys(keys, io)
    return 0
  }
  if (values.confirm !== 'WIPE') throw new AppError('invalid-input', m.nothingWasWipedToConfirmAdd)
  return wipe(data, io)
})

/** Files of a data folder that are evidence: none of them holds data of people or a key. */
async function evidenceFiles(data: string): Promise<string[]> {
  const list = async (folder: string, wanted: (name: string) => boolean): Promise<string[]> =>
    (await readdir(join(data, folder)).catch(() => [])).filter(wanted).map((name) => join(folder, name))
  return [
    ...(await list('audit', (name) => /\.(?:jsonl|json)(?:\.damaged-.*)?$/.test(name))),
    ...(await list('logs', (name) => name.startsWith('populus.log'))),
    ...(await list('connections', (name) => name.endsWith('.json'))),
    ...(await list('.', (name) => name === 'audit-anchor.json' || name === 'settings.json'))
  ]
}

async function evidence(data: string, target: string, io: CommandIo): Promise<ExitCode> {
  const audit = await openCommandAudit(data, keyringOf(data, io), io.access)
  await refuseFiles(io, 'incident --evidence', m.filesWithEvidence, audit)
  await mkdir(target, { recursive: true, mode: 0o700 })
  const manifest = await openOutput(join(target, 'manifest.json'), false, { err: () => undefined })
  const verdict = await audit.verify()
  const count = await recordEffect(
    audit,
    { action: 'incident.evidence-saved', facts: {} },
    async () => {
      const files: object[] = []
      for (const name of await evidenceFiles(data)) {
        const copy = join(target, name.replaceAll(/[/\\]/g, '_').replace(/^\._/, ''))
        await copyFile(join(data, name), copy)
        const bytes = await readFile(copy)
        const { mtime } = await stat(join(data, name))
        files.push({
          name: name.replaceAll('\\', '/'),
          bytes: bytes.length,
          changed: mtime.toISOString(),
          sha256: createHash('sha256').update(bytes).digest('hex')
        })
      }
      const facts = {
        evidence: 'populus-incident-1',
        time: new Date(systemClock.now()).toISOString(),
        account: accountName(),
        auditLog: {
          result: verdict.result,
          findings: describeVerdict(verdict),
          records: verdict.records,
          code: verdict.code
        },
        files
      }
      await manifest.write([`${JSON.stringify(facts, undefined, 2)}\n`])
      return files.length
    },
    (files) => ({ files })
  )
  io.out(m.filesAndManifestJsonAreSaved(count, describeVerdict(verdict).join(' ')))
  return verdict.result === 'problem' ? 1 : 0
}

async function wipe(data: string, io: CommandIo): Promise<ExitCode> {
  const audit = await openCommandAudit(data, keyringOf(data, io), io.access)
  let revoked: readonly RevokedKey[] = []
  const destroyed = await recordEffect(
    audit,
    { action: 'incident.wiped', facts: {} },
    async () => {
      // What was set aside, or waits to be restored, opens with its own keyring.
      const others = (await readdir(data)).filter((name) => name === stagingName || name.startsWith('set-aside-'))
      const keys: string[] = []
      for (const folder of [data, ...others.map((name) => join(data, name))]) keys.push(...(await keyFiles(folder)))
      for (const path of keys) await diskFiles.destroy(path)
      revoked = await noteDestroyedKeys(data, systemClock.now())
      await withdrawRestore(data)
      await diskFiles.removeFolder(join(data, backupWorkFolder))
      return keys.length
    },
    (keys) => ({ keys })
  )
  io.out(m.allKeysAreDestroyedFilesWhat(destroyed))
  printKeys(revoked, io)
  return 0
}

function printKeys(keys: readonly RevokedKey[], io: CommandIo): void {
  for (const { name, kid } of keys) io.out(`  ${terminalText(name)}  ${terminalText(kid)}\n`)
}

/** Where keys may be in a data folder, or in one that was set aside. */
async function keyFiles(data: string): Promise<string[]> {
  const snapshots = await readdir(join(data, 'snapshots'), { withFileTypes: true }).catch(() => [])
  const exports = await readdir(join(data, 'exports'), { withFileTypes: true }).catch(() => [])
  const secrets = (await readdir(join(data, 'connections')).catch(() => [])).filter((name) => name.endsWith('.secrets'))
  return [
    join(data, 'snapshots', 'keyring.json'),
    ...snapshots.filter((each) => each.isDirectory()).map(({ name }) => join(data, 'snapshots', name, 'key')),
    ...secrets.map((name) => join(data, 'connections', name)),
    join(data, 'worklist', 'key'),
    join(data, 'published', 'key'),
    ...exports.filter((each) => each.isDirectory()).map(({ name }) => join(data, 'exports', name, 'key'))
  ]
}

function keyringOf(data: string, io: CommandIo): ReturnType<typeof createKeyring> {
  return createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets)
}
