import { cliCommandsMessages as messages } from '#messages/cli/commands.ts'
import { cliGovernanceMessages as m } from '#messages/cli/governance.ts'
import { createHash } from 'node:crypto'
import { constants, copyFile, readdir, readFile, rm, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { describeVerdict } from '#shared/audit-verdict.ts'
import { errorCode } from '#shared/error-code.ts'
import { systemClock } from '../../ports/system.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { stagingName, withdrawRestore } from '../../storage/backup/restore-backup.ts'
import { backupWorkFolder } from '../../storage/backup/write-backup-file.ts'
import { accountName } from '../../storage/files/account-name.ts'
import { asUnreadable } from '../../storage/files/misplaced.ts'
import { diskFiles } from '../../storage/sealed/store-files.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { storedDataPath } from '../data/open-data.ts'
import { refuseFiles } from '../data/refuse-files.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import { incidentDeclaration } from '../declarations/incident.ts'
import type { CommandIo, ExitCode } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { passphraseSourceOf } from '../terminal/passphrase.ts'
import { untilSignal } from '../terminal/until-signal.ts'
import { noteDestroyedKeys, revokeKeys, type RevokedKey } from '../connections/revoke-keys.ts'
import { openOutput } from '../commands/output-file.ts'
import { makeFolders } from '../../storage/files/make-folders.ts'

/** `populus incident`: evidence, and the end of all keys. */
export const incidentCommand = defineCommand(incidentDeclaration, async ({ values }, io) => {
  if (values.evidence === undefined && !values.wipe && !values['revoke-keys'])
    throw new AppError('invalid-input', m.populusIncidentNeedsOneOfEvidence)
  const data = storedDataPath(values.data, io)
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

/**
 * Files of a data folder that are evidence: none of them holds data of people or a key.
 * @throws AppError `unreadable-file` that names a folder that cannot be read
 */
async function evidenceFiles(data: string): Promise<string[]> {
  const list = async (folder: string, wanted: (name: string) => boolean): Promise<string[]> =>
    (await diskFiles.list(join(data, folder))).filter(wanted).map((name) => join(folder, name))
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
  await makeFolders(target)
  const manifest = await openOutput(join(target, 'manifest.json'), undefined, io, {
    name: { option: '--evidence', file: 'manifest.json' }
  })
  const verdict = await audit.verify()
  const copies: string[] = []
  const save = async (signal: AbortSignal): Promise<number> => {
    const files: object[] = []
    for (const name of await evidenceFiles(data)) {
      signal.throwIfAborted()
      const copy = join(target, name.replaceAll(/[/\\]/g, '_').replace(/^\._/, ''))
      await copyNew(join(data, name), copy, copies)
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
  }
  const count = await untilSignal(m.evidenceCanceled, (signal) =>
    recordEffect(
      audit,
      { action: 'incident.evidence-saved', facts: {} },
      () => save(signal),
      (files) => ({ files })
    )
  ).catch(async (error: unknown) => {
    // Evidence without its manifest would look complete.
    for (const copy of copies) await rm(copy, { force: true })
    throw error
  })
  io.out(m.filesAndManifestJsonAreSaved(count, describeVerdict(verdict).join(' ')))
  return verdict.result === 'problem' ? 1 : 0
}

/** Copies a file to a name that nothing has. @param copies gets the name before anything is written to it */
async function copyNew(from: string, to: string, copies: string[]): Promise<void> {
  if (await stat(to).then(() => true, isMissing))
    throw new AppError('invalid-input', messages.theFolderHasSuchAFile('--evidence', basename(to), false))
  copies.push(to)
  await copyFile(from, to, constants.COPYFILE_EXCL)
}

function isMissing(error: unknown): false {
  if (errorCode(error) !== 'ENOENT') throw error
  return false
}

async function wipe(data: string, io: CommandIo): Promise<ExitCode> {
  const audit = await openCommandAudit(data, keyringOf(data, io), io.access)
  let revoked: readonly RevokedKey[] = []
  const destroyAll = async (signal: AbortSignal): Promise<number> => {
    // What was set aside, or waits to be restored, opens with its own keyring.
    const others = (await readdir(data)).filter((name) => name === stagingName || name.startsWith('set-aside-'))
    // From the first key on it goes on to the end.
    signal.throwIfAborted()
    const keys = await destroyKeys([data, ...others.map((name) => join(data, name))])
    revoked = await noteDestroyedKeys(data, systemClock.now())
    await withdrawRestore(data)
    await diskFiles.removeFolder(join(data, backupWorkFolder))
    if (keys.failed !== undefined) {
      const reason: unknown = keys.failed.reason
      throw reason
    }
    return keys.destroyed
  }
  const destroyed = await untilSignal(m.wipeCanceled, (signal) =>
    recordEffect(
      audit,
      { action: 'incident.wiped', facts: {} },
      () => destroyAll(signal),
      (keys) => ({ keys })
    )
  ).catch((error: unknown) => {
    printKeys(revoked, io)
    throw error
  })
  io.out(m.allKeysAreDestroyedFilesWhat(destroyed))
  printKeys(revoked, io)
  return 0
}

function printKeys(keys: readonly RevokedKey[], io: CommandIo): void {
  for (const { name, kid } of keys) io.out(`  ${terminalText(name)}  ${terminalText(kid)}\n`)
}

/** Destroys every key that can be destroyed; what cannot be read or written keeps none of the others. */
async function destroyKeys(
  folders: readonly string[]
): Promise<{ readonly destroyed: number; readonly failed: PromiseRejectedResult | undefined }> {
  const found = await Promise.allSettled(folders.flatMap(keyFiles))
  const paths = found.flatMap((each) => (each.status === 'fulfilled' ? each.value : []))
  const ended = await Promise.allSettled(
    paths.map(async (path) => {
      try {
        await diskFiles.destroy(path)
      } catch (error) {
        throw asUnreadable(error, path)
      }
    })
  )
  const failed = [...found, ...ended].find((each) => each.status === 'rejected')
  return { destroyed: paths.length, failed }
}

/** Where keys may be in a data folder, or in one that was set aside, place by place. */
function keyFiles(data: string): Promise<string[]>[] {
  const inside = async (folder: string): Promise<string[]> =>
    (await foldersIn(join(data, folder))).map((name) => join(data, folder, name, 'key'))
  const secrets = async (): Promise<string[]> =>
    (await diskFiles.list(join(data, 'connections')))
      .filter((name) => name.endsWith('.secrets'))
      .map((name) => join(data, 'connections', name))
  const known = ['snapshots/keyring.json', 'worklist/key', 'published/key'].map((name) => join(data, name))
  return [Promise.resolve(known), inside('snapshots'), inside('exports'), secrets()]
}

/** Names of the folders in a folder; none where it does not exist. */
async function foldersIn(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true })
    return entries.filter((each) => each.isDirectory()).map(({ name }) => name)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw asUnreadable(error, path)
  }
}

function keyringOf(data: string, io: CommandIo): ReturnType<typeof createKeyring> {
  return createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets)
}
