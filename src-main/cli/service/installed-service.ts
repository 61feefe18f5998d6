import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cliServiceMessages as m } from '#messages/cli/service.ts'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import type { AuditFacts } from '../../ports/host.ts'
import type { ServiceMachine } from '../../ports/service-machine.ts'
import { newestRecords } from '../../services/audit/newest-records.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import { schedulerCalls, type LastRun } from './scheduler-calls.ts'
import { serviceFiles, servicePaths, type SystemScheduler, type ServicePlan } from './service-files.ts'
import { makeFolders } from '../../storage/files/make-folders.ts'

/** Which of the services of a machine is meant. */
export type ServicePlace = Pick<ServicePlan, 'scheduler' | 'system'>

/** What was taken away, and what was left because it is not what was written. */
export interface RemovedService {
  readonly removed: readonly string[]
  readonly left: readonly string[]
}

/** What is there of a service. */
export interface ServiceStatus {
  readonly scheduler: SystemScheduler
  /** Its scheduler knows it. */
  readonly installed: boolean
  /** Files that are not as they were written. */
  readonly changed: readonly string[]
  readonly last: LastRun
}

/** The service that Populus wrote on a machine, known by the audit log: what was written, with its hashes. */
export interface InstalledService {
  /**
   * Writes the files and begins.
   * @returns facts for the audit log, by which it is found again
   * @throws AppError `not-supported` without the scheduler, `not-allowed` over files of others or where they may not be written
   */
  install(plan: ServicePlan): Promise<AuditFacts & { readonly paths: string }>
  /** @throws AppError `not-found` where none was installed, `not-supported` without the scheduler, `not-allowed` where it stays */
  remove(place: ServicePlace): Promise<RemovedService>
  /** @throws AppError `not-supported` without the scheduler */
  status(place: ServicePlace): Promise<ServiceStatus>
}

/** @param log absolute path of the folder of the audit log */
export function installedService(log: string, machine: ServiceMachine): InstalledService {
  const onDisk = (path: string): string => `${machine.root}${path}`

  /** Hashes of the files as they were written last; `undefined` where none are installed. */
  async function written({ scheduler, system }: ServicePlace): Promise<readonly string[] | undefined> {
    for await (const { action, outcome, facts } of newestRecords(log, ['service.installed', 'service.removed'])) {
      if (outcome !== 'success' || facts['scheduler'] !== scheduler || facts['system'] !== system) continue
      return action === 'service.installed' ? String(facts['sha256']).split(' ') : undefined
    }
    return undefined
  }

  async function state(path: string, hash: string | undefined): Promise<'absent' | 'same' | 'other'> {
    const bytes = await readIfThere(onDisk(path))
    if (bytes === undefined) return 'absent'
    return hash !== undefined && hashOf(bytes) === hash ? 'same' : 'other'
  }

  async function write(path: string, text: string): Promise<void> {
    try {
      await makeFolders(dirname(onDisk(path)), 0o777)
      await writeFileAtomically(onDisk(path), Buffer.from(text))
    } catch (cause) {
      if (!['EACCES', 'EPERM', 'EROFS'].includes(String(errorCode(cause)))) throw cause
      throw new AppError('not-allowed', m.thisAccountMayNotWrite(path), { cause })
    }
  }

  async function installFiles(plan: ServicePlan): Promise<AuditFacts & { readonly paths: string }> {
    const { scheduler, system } = plan
    const calls = schedulerCalls(scheduler, system, machine)
    const files = serviceFiles(plan, machine.home)
    const known = await written(plan)
    const hashes = files.map(({ text }) => hashOf(Buffer.from(text)))
    for (const [index, { path }] of files.entries()) {
      const same = [await state(path, known?.[index]), await state(path, hashes[index])].some(
        (each) => each !== 'other'
      )
      if (!same) throw new AppError('not-allowed', m.thisFileIsNotFromPopulus(path))
    }
    calls.check()
    try {
      for (const { path, text } of files) await write(path, text)
      if (!calls.begin(onDisk(files[0]!.path))) throw new AppError('not-allowed', m.theSchedulerDidNotTakeIt(scheduler))
    } catch (error) {
      // The first failure is what is told; the next installation overwrites a file that stays.
      for (const { path } of files) await rm(onDisk(path), { force: true }).catch(() => undefined)
      calls.filesChanged()
      throw error
    }
    return { scheduler, system, paths: files.map(({ path }) => path).join(' '), sha256: hashes.join(' ') }
  }

  /** A task of Windows has no file that stays: it is read from one in UTF-16. */
  async function installTask(plan: ServicePlan): Promise<AuditFacts & { readonly paths: string }> {
    const calls = schedulerCalls(plan.scheduler, plan.system, machine)
    const [task] = serviceFiles(plan, machine.home) as readonly [{ path: string; text: string }]
    calls.check()
    if (calls.last() !== undefined && (await written(plan)) === undefined)
      throw new AppError('not-allowed', m.thisTaskIsNotFromPopulus(task.path))
    const folder = await mkdtemp(join(tmpdir(), 'populus-task-'))
    try {
      const file = join(folder, 'task.xml')
      await writeFile(file, Buffer.from(`\uFEFF${task.text}`, 'utf16le'), { mode: 0o600 })
      if (!calls.begin(file)) throw new AppError('not-allowed', m.theSchedulerDidNotTakeIt(plan.scheduler))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
    const { scheduler, system } = plan
    return { scheduler, system, paths: task.path, sha256: hashOf(Buffer.from(task.text)) }
  }

  return {
    install: (plan) => (plan.scheduler === 'schtasks' ? installTask(plan) : installFiles(plan)),
    async remove(place) {
      const known = await written(place)
      if (known === undefined) throw new AppError('not-found', m.noServiceWasInstalled)
      const calls = schedulerCalls(place.scheduler, place.system, machine)
      calls.check()
      calls.end()
      const removed: string[] = []
      const left: string[] = []
      for (const [index, path] of servicePaths(place, machine.home).entries()) {
        const found = await state(path, known[index])
        if (found === 'other') left.push(path)
        if (found !== 'same') continue
        await rm(onDisk(path)).catch((cause: unknown) => {
          throw new AppError('not-allowed', m.thisAccountMayNotRemove(path), { cause })
        })
        removed.push(path)
      }
      calls.filesChanged()
      if (left.length === 0 && calls.last() !== undefined)
        throw new AppError('not-allowed', m.theSchedulerStillHasIt(place.scheduler))
      return { removed, left }
    },
    async status(place) {
      const { scheduler, system } = place
      const calls = schedulerCalls(scheduler, system, machine)
      calls.check()
      const known = await written(place)
      const last = calls.last()
      const changed: string[] = []
      for (const [index, path] of servicePaths(place, machine.home).entries())
        if (known !== undefined && (await state(path, known[index])) !== 'same') changed.push(path)
      return { scheduler, installed: last !== undefined, changed, last: last ?? {} }
    }
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}
