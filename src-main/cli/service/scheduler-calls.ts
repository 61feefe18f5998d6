import { cliServiceMessages as m } from '#messages/cli/service.ts'
import { AppError } from '#shared/app-error.ts'
import type { ServiceMachine } from '../../ports/service-machine.ts'
import { launchdLabel, systemdService, systemdTimer, taskName, type SystemScheduler } from './service-files.ts'

/** How a job ran last, as far as its scheduler says. */
export interface LastRun {
  /** As the scheduler writes it; absent where it does not say. */
  readonly at?: string
  /** Exit code of `populus refresh`. */
  readonly exitCode?: number
}

/** What a scheduler is told, and asked. */
export interface SchedulerCalls {
  /** @throws AppError `not-supported` where it cannot be started on this machine */
  check(): void
  /**
   * Begins to run the job. @param file absolute path of what it reads, where it has to be named
   * @returns whether the scheduler took it
   */
  begin(file: string): boolean
  /** Ends it; what is not there is no error. */
  end(): void
  /** The files went away or changed. */
  filesChanged(): void
  /** @returns `undefined` where the scheduler does not know the job */
  last(): LastRun | undefined
}

/** The programs of a scheduler. @param system for the whole machine */
export function schedulerCalls(scheduler: SystemScheduler, system: boolean, machine: ServiceMachine): SchedulerCalls {
  if (scheduler === 'systemd') return systemd(system, machine)
  return scheduler === 'launchd' ? launchd(system, machine) : schtasks(machine)
}

function notHere(program: string): AppError {
  return new AppError('not-supported', m.theSchedulerIsNotHere(program))
}

function systemd(system: boolean, machine: ServiceMachine): SchedulerCalls {
  const run = (...args: readonly string[]): string | undefined =>
    machine.run('systemctl', system ? args : ['--user', ...args])
  return {
    check() {
      if (run('show', '--property=Version') === undefined) throw notHere('systemctl')
    },
    begin: () => run('daemon-reload') !== undefined && run('enable', '--now', systemdTimer) !== undefined,
    end: () => void run('disable', '--now', systemdTimer),
    filesChanged: () => void run('daemon-reload'),
    last() {
      const properties = run('show', systemdService, '--property=LoadState,ExecMainExitTimestamp,ExecMainStatus')
      if (properties === undefined) return undefined
      const value = new Map(properties.split('\n').map((line) => line.split(/=(.*)/s, 2) as [string, string]))
      if (value.get('LoadState') !== 'loaded') return undefined
      const exited = value.get('ExecMainExitTimestamp')
      return exited === undefined || exited === '' ? {} : { at: exited, exitCode: Number(value.get('ExecMainStatus')) }
    }
  }
}

function launchd(system: boolean, machine: ServiceMachine): SchedulerCalls {
  const domain = system ? 'system' : `gui/${machine.account ?? 0}`
  const end = (): void => void machine.run('launchctl', ['bootout', `${domain}/${launchdLabel}`])
  return {
    check() {
      if (machine.run('launchctl', ['version']) === undefined) throw notHere('launchctl')
    },
    begin(file) {
      end()
      return machine.run('launchctl', ['bootstrap', domain, file]) !== undefined
    },
    end,
    filesChanged: () => undefined,
    last() {
      const printed = machine.run('launchctl', ['print', `${domain}/${launchdLabel}`])
      if (printed === undefined) return undefined
      const code = /^\s*last exit code = (\d+)/m.exec(printed)?.[1]
      return code === undefined ? {} : { exitCode: Number(code) }
    }
  }
}

/** What Windows says of a task that never ran (SCHED_S_TASK_HAS_NOT_RUN). */
const NEVER_RAN = 0x4_13_03

function schtasks(machine: ServiceMachine): SchedulerCalls {
  const run = (...args: readonly string[]): string | undefined => machine.run('schtasks', args)
  return {
    check() {
      if (run('/?') === undefined) throw notHere('schtasks')
    },
    begin: (file) => run('/Create', '/TN', taskName, '/XML', file, '/F') !== undefined,
    end: () => void run('/Delete', '/TN', taskName, '/F'),
    filesChanged: () => undefined,
    last() {
      const row = run('/Query', '/TN', taskName, '/V', '/FO', 'CSV', '/NH')
      if (row === undefined) return undefined
      // The names of the columns are in the language of the system; their order is not.
      const cells = [...row.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) => cell)
      const [lastRun, code] = [cells[5], Number(cells[6])]
      return lastRun === undefined || !Number.isInteger(code) || code === NEVER_RAN
        ? {}
        : { at: lastRun, exitCode: code }
    }
  }
}
