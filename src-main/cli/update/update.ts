import { join, resolve } from 'node:path'
import { cliUpdateMessages as m } from '#messages/cli/update.ts'
import { lookFacts } from '#shared/contract/updates.ts'
import { installSentence } from '#shared/governance/update.ts'
import { proxyChoice } from '#shared/policy/proxy-choice.ts'
import { AppError } from '#shared/app-error.ts'
import { findInstallation } from '../../host/process/installation.ts'
import { createNodeNet } from '../../host/node/net.ts'
import { networkUnderPolicy } from '../../policy/network-under-policy.ts'
import type { AuditPort } from '../../ports/host.ts'
import { systemClock } from '../../ports/system.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { recordedFeed } from '../../services/updates/recorded-feed.ts'
import { createUpdateService, type UpdateService } from '../../services/updates/update-service.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import { commandCalls, openCommandAudit } from '../data/command-audit.ts'
import { dataPath } from '../data/open-data.ts'
import type { CommandIo, ExitCode } from '../terminal/command.ts'
import { defineCommand, defineGroup } from '../terminal/define-command.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { untilSignal } from '../terminal/until-signal.ts'
import {
  updateAbout,
  updateCheckDeclaration,
  updateDownloadDeclaration,
  updateVerifyDeclaration
} from './declarations.ts'

const check = defineCommand(updateCheckDeclaration, ({ values }, io) =>
  withUpdates(values.data, io, async (updates, audit) => {
    const { offer } = await recordEffect(
      audit,
      { action: 'update.checked', facts: { reason: 'command' } },
      () => updates.check(),
      lookFacts
    )
    const { version } = await updates.state()
    if (values.json) io.out(`${JSON.stringify({ version, offer: offer ?? null })}\n`)
    else if (offer === undefined) io.out(m.theNewestVersionRuns(version))
    else io.out(m.aVersionIsOffered(offer.version, offer.packages.map(({ name }) => name).join('\n  ')))
    return offer === undefined ? 0 : 1
  })
)

const download = defineCommand(updateDownloadDeclaration, ({ values }, io) =>
  withUpdates(values.data, io, async (updates, audit) => {
    const name = values.package
    const facts = name === undefined ? {} : { package: name.slice(0, 120) }
    const done = await untilSignal(m.downloadCanceled, (signal) =>
      recordEffect(
        audit,
        { action: 'update.downloaded', facts },
        () => updates.download(name, signal),
        ({ version, sha512, issuedAt }) => ({ ...facts, version, sha512, issuedAt })
      )
    )
    if (values.json) io.out(`${JSON.stringify(done)}\n`)
    else io.out(`${terminalText(m.thePackageIsAt(done.path))}\n${installSentence(process.platform)}\n`)
    return 0
  })
)

const verify = defineCommand(updateVerifyDeclaration, ({ values, positionals: { file } }, io) =>
  withUpdates(values.data, io, async (updates, audit) => {
    const done = await recordEffect(
      audit,
      { action: 'update.verified', facts: {} },
      () => updates.verify(resolve(file)),
      ({ version, sha512 }) => ({ version, sha512 })
    )
    io.out(values.json ? `${JSON.stringify(done)}\n` : m.thePackageIsThatOf(done.version))
    return 0
  })
)

/** `populus update`: new versions that the organization offers. */
export const updateCommand = defineGroup('populus update', updateAbout, { check, download, verify })

/** Opens what looks for new versions in a data folder, and its audit log. */
async function withUpdates(
  folder: string | undefined,
  io: CommandIo,
  run: (updates: UpdateService, audit: AuditPort) => Promise<ExitCode>
): Promise<ExitCode> {
  const data = dataPath(folder, io)
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets)
  const audit = await openCommandAudit(data, keyring, io.access)
  const calls = commandCalls(data, audit, io.policies)
  const network = {
    net: io.net ?? createNodeNet(process.env, proxyChoice(io.policies.current())),
    serve: () => Promise.reject(new AppError('not-supported', m.aCommandServesNothing)),
    policies: io.policies
  }
  const updates = createUpdateService({
    recorded: () => recordedFeed(join(data, 'audit')),
    folder: join(data, 'updates'),
    policies: io.policies,
    net: networkUnderPolicy(network, calls).netFor('update'),
    clock: systemClock,
    installed: {
      version: findInstallation(import.meta.dirname).version,
      platform: process.platform,
      arch: process.arch
    }
  })
  try {
    return await run(updates, audit)
  } finally {
    await calls.close()
  }
}
