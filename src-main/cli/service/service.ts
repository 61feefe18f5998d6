import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { cliServiceMessages as m } from '#messages/cli/service.ts'
import { AppError } from '#shared/app-error.ts'
import { runSystemProgram } from '../../host/process/system-program.ts'
import type { AuditPort } from '../../ports/host.ts'
import type { ServiceMachine } from '../../ports/service-machine.ts'
import { systemClock } from '../../ports/system.ts'
import { recordEffect } from '../../services/audit/record-effect.ts'
import { createKeyring } from '../../storage/keys/keyring.ts'
import { openCommandAudit } from '../data/command-audit.ts'
import { dataFolder } from '../../host/process/data-folder.ts'
import { dataPath } from '../data/open-data.ts'
import {
  serviceAbout,
  serviceInstallDeclaration,
  serviceRemoveDeclaration,
  serviceShowDeclaration,
  serviceStatusDeclaration
} from './declarations.ts'
import { checkConnections } from '../../services/health/connection-checks.ts'
import type { CommandIo } from '../terminal/command.ts'
import { defineCommand, defineGroup } from '../terminal/define-command.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { installedService, type InstalledService, type ServicePlace } from './installed-service.ts'
import { installedCommand, serviceFiles, type SystemScheduler, type ServicePlan } from './service-files.ts'

/** Data of a connection that are older than two days are named. */
const MAX_AGE = 48 * 3_600_000

const show = defineCommand(serviceShowDeclaration, async ({ values }, io) => {
  const machine = machineOf(io)
  const plan = planOf({ ...values, scheduler: values.for ?? schedulerOf(machine) }, machine, io)
  const files = serviceFiles(plan, machine.home)
  for (const [index, { path, text }] of files.entries()) {
    // A file of XML begins with its own first line.
    if (files.length > 1) io.out(`${index === 0 ? '' : '\n'}# ${path}\n`)
    else io.err(`${path}\n`)
    io.out(text)
  }
  return 0
})

const install = defineCommand(serviceInstallDeclaration, async ({ values }, io) => {
  const machine = machineOf(io)
  const plan = planOf({ ...values, scheduler: schedulerOf(machine) }, machine, io)
  if (plan.scheduler === 'schtasks' && plan.account !== undefined)
    throw new AppError('not-supported', m.windowsAsksForThePassword)
  if (!existsSync(`${machine.root}${plan.program}`)) throw new AppError('not-found', m.thereIsNoCommandAt(plan.program))
  const { service, audit } = await openService(machine, io)
  const { scheduler, system } = plan
  const { paths } = await recordEffect(
    audit,
    { action: 'service.installed', facts: { scheduler, system } },
    () => service.install(plan),
    (facts) => facts
  )
  io.out(m.installedAllConnectionsAreRefreshed(terminalText(paths), plan.at))
  return 0
})

const remove = defineCommand(serviceRemoveDeclaration, async ({ values }, io) => {
  const machine = machineOf(io)
  const place: ServicePlace = { scheduler: schedulerOf(machine), system: values.system }
  const { service, audit } = await openService(machine, io)
  const { left } = await recordEffect(
    audit,
    { action: 'service.removed', facts: { ...place } },
    () => service.remove(place),
    (done) => ({ ...place, removed: done.removed.length, left: done.left.length })
  )
  io.out(m.theServiceIsRemoved)
  for (const path of left) io.err(m.thisFileWasChangedAndIsLeft(terminalText(path)))
  return left.length === 0 ? 0 : 1
})

const status = defineCommand(serviceStatusDeclaration, async ({ values }, io) => {
  const machine = machineOf(io)
  const service = installedService(join(dataPath(undefined, io), 'audit'), machine)
  const found = await service.status({ scheduler: schedulerOf(machine), system: values.system })
  const { installed, changed, last } = found
  const connections = await checkConnections(dataPath(values.data, io), systemClock.now(), MAX_AGE)
  if (values.json) io.out(`${JSON.stringify({ ...found, connections })}\n`)
  else {
    io.out(installed ? m.theServiceRuns(found.scheduler) : m.hasNoSuchService(found.scheduler))
    for (const path of changed) io.out(m.thisFileIsNotAsItWasWritten(terminalText(path)))
    if (installed) io.out(m.theLastRun(terminalText(last.at ?? m.theSchedulerDoesNotSay), last.exitCode ?? '–'))
    for (const { text } of connections) io.out(`${terminalText(text)}\n`)
  }
  return installed && changed.length === 0 && (last.exitCode ?? 0) === 0 ? 0 : 1
})

/** `populus service`: refreshes on unattended machines by the scheduler of the system. */
export const serviceCommand = defineGroup('populus service', serviceAbout, { show, install, remove, status })

/** @throws AppError `invalid-input` for options that do not go together */
function planOf(
  asked: Omit<ServicePlan, 'program'> & { readonly program?: string | undefined; readonly scheduler: SystemScheduler },
  machine: ServiceMachine,
  io: CommandIo
): ServicePlan {
  const { scheduler, system, at, account, credential } = asked
  const data = asked.data ?? folderOfShell(scheduler, machine, io)
  if (scheduler === 'schtasks' && system) throw new AppError('invalid-input', m.systemIsForLinuxAndMac)
  if (scheduler !== 'schtasks' && system !== (account !== undefined))
    throw new AppError('invalid-input', m.systemAndAccountGoTogether)
  return { scheduler, system, at, account, credential, data, program: asked.program ?? installedCommand[scheduler] }
}

/**
 * The data folder that the environment of this shell names, and that the scheduler would not find: what it starts has none
 * of these variables. A policy is there for both.
 * @returns absolute path; undefined for the one that Populus finds, and for a scheduler of another system
 */
function folderOfShell(
  scheduler: SystemScheduler,
  { platform, home }: ServiceMachine,
  { policies }: CommandIo
): string | undefined {
  if (schedulerOfPlatform[platform] !== scheduler || policies.value('DataFolder') !== undefined) return undefined
  const others = { ...process.env, POPULUS_DATA: undefined, XDG_DATA_HOME: undefined }
  const [used, found] = [process.env, others].map((env) => dataFolder({ platform, env, home, exists: existsSync }))
  return used === found ? undefined : used
}

/** The scheduler of each system that has one. */
const schedulerOfPlatform: Readonly<Partial<Record<NodeJS.Platform, SystemScheduler>>> = {
  linux: 'systemd',
  darwin: 'launchd',
  win32: 'schtasks'
}

/** @throws AppError `not-supported` on other systems */
function schedulerOf({ platform }: ServiceMachine): SystemScheduler {
  const scheduler = schedulerOfPlatform[platform]
  if (scheduler !== undefined) return scheduler
  throw new AppError('not-supported', m.servicesAreForLinuxWith)
}

function machineOf(io: CommandIo): ServiceMachine {
  return (
    io.machine ?? {
      platform: process.platform,
      home: homedir(),
      account: process.getuid?.(),
      root: '',
      run: runSystemProgram
    }
  )
}

/** The record is in the data folder of whoever installs it: root would take files of an account's folder over. */
async function openService(
  machine: ServiceMachine,
  io: CommandIo
): Promise<{ readonly service: InstalledService; readonly audit: AuditPort }> {
  const data = dataPath(undefined, io)
  const keyring = createKeyring(join(data, 'snapshots', 'keyring.json'), io.secrets)
  const audit = await openCommandAudit(data, keyring, io.access)
  return { service: installedService(join(data, 'audit'), machine), audit }
}
