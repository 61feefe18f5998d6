import { cliClusterMessages as m } from '#messages/cli/cluster.ts'
import { join } from 'node:path'
import { isoOfDay } from '#engine/measures/rates/iso-day.ts'
import { AppError } from '#shared/app-error.ts'
import type { JobValues } from './declarations.ts'
import type { CommandIo } from '../terminal/command.ts'

/** Modules of the job next to its main file. */
export const jobModules = ['populus_output.py', 'populus_partitions.py', 'populus_process.py']
/** The main file of the job. */
export const jobMain = 'populus_cluster.py'

/** Absolute path of the folder with the job. */
export function jobFolder({ resources }: Pick<CommandIo, 'resources'>): string {
  return join(resources, 'cluster')
}

/** An argument of the job with its value. */
export type JobArgument = readonly [option: string, value: string]

/** The arguments of a job. @param smallCells counts of 1 to so many people are suppressed @throws AppError `invalid-input` without records */
export function jobArguments(values: JobValues, smallCells: number): readonly JobArgument[] {
  if (values.input.length === 0) throw new AppError('invalid-input', m.nameTheRecords)
  const { period, column, 'as-of': asOf } = values
  return [
    ...values.input.map((path): JobArgument => ['--input', path]),
    ['--format', values.format],
    ...(column === undefined ? [] : [['--column', column] as const]),
    ['--output', values.output],
    ['--shards', String(values.shards)],
    ...(period === undefined ? [] : [['--period', `${period.start}..${period.end}`] as const]),
    ...(asOf === undefined ? [] : [['--as-of', isoOfDay(asOf)] as const]),
    ...values.cohort.map((path): JobArgument => ['--cohort', path]),
    ['--label', values.label],
    ['--time-zone', values['time-zone']],
    ['--small-cells', String(smallCells)],
    ['--records', values.records]
  ]
}
