import { cliClusterMessages as m } from '#messages/cli/cluster.ts'
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { AppError } from '#shared/app-error.ts'
import { refuseFiles } from '../data/refuse-files.ts'
import { clusterLocalDeclaration } from './declarations.ts'
import type { CommandIo } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { untilSignal } from '../terminal/until-signal.ts'
import { smallCellsOf } from '../terminal/small-cell-choice.ts'
import { jobFolder, jobMain, jobArguments } from './job-arguments.ts'
import { recordRun } from './record-run.ts'
import { requireApprovedJob } from './require-approved-job.ts'
import { requireThisComputer } from './stay-on-this-computer.ts'

const pathOptions: ReadonlySet<string> = new Set(['--input', '--output', '--cohort'])

/** `populus cluster local`: runs the job with a Spark of this computer, with this very program on its executors. */
export const clusterLocalCommand = defineCommand(clusterLocalDeclaration, async ({ values }, io) => {
  const smallCells = smallCellsOf(values, true, io.policies)
  const job = jobArguments(values, smallCells.limit)
  const master = values.master ?? 'local[*]'
  const places = job.flatMap(([option, place]) => (pathOptions.has(option) ? [place] : []))
  requireThisComputer(io.policies, { master, places })
  await refuseFiles(io, 'cluster --output', m.resultsOfACluster)
  await requireApprovedJob(values, io)
  if (io.entry === undefined) throw new AppError('not-supported', m.thisProgramCannotBeStartedAgain)
  const home = process.env['SPARK_HOME']
  const program = values['spark-submit'] ?? (home === undefined ? 'spark-submit' : join(home, 'bin', 'spark-submit'))
  const words = [
    ...['--master', master],
    // Nothing is sent to another computer, and a Spark of its own on this one has no secret to sign in with.
    ...['--conf', 'spark.io.encryption.enabled=true', '--conf', 'spark.speculation=true'],
    join(jobFolder(io), jobMain),
    ...job.flatMap(([option, value]) => [option, pathOptions.has(option) && !isUri(value) ? resolve(value) : value]),
    ...['--node', process.execPath, '--program', io.entry]
  ]
  const facts = { what: 'cluster-results', format: 'parquet', ...smallCells.facts }
  io.err(m.theFolderWillHoldHealthData)
  await recordRun({ action: 'data.exported', facts }, io, () =>
    untilSignal(m.sparkCanceled, (signal) => runSpark(program, words, io, signal))
  )
  return 0
})

function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(text)
}

/**
 * Spark's own log goes to standard error; the last line of its output is the outcome.
 * @throws the reason of the signal, when Spark has ended
 */
function runSpark(program: string, words: readonly string[], io: CommandIo, signal: AbortSignal): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] })
    let last = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (last = (last + text).slice(-10_000)))
    child.on('error', (cause) => failed(new AppError('not-found', m.sparkCannotBeStarted, { cause })))
    // A terminal tells both of Ctrl-C; other signals come to this process alone.
    const end = (): void => void child.kill('SIGTERM')
    signal.addEventListener('abort', end, { once: true })
    child.on('close', (code) => {
      signal.removeEventListener('abort', end)
      if (signal.aborted) failed(signal.reason)
      else if (code !== 0) failed(new AppError('internal', m.sparkEndedWith(code ?? -1)))
      else {
        io.out(`${last.trimEnd().split('\n').at(-1) ?? ''}\n`)
        done()
      }
    })
  })
}
