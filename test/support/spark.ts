import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { headlessProgram } from './populus-command.ts'
import { skipped } from './skipped.ts'

const environment = resolve(import.meta.dirname, '../peers/spark/.venv')

/** Whether Apache Spark is installed; says so where it is not. */
export function hasSpark(): boolean {
  if (existsSync(join(environment, 'installed'))) return true
  skipped('Apache Spark is not installed; run "bash test/peers/install-spark.sh" (needs Java 17 and Python).')
  return false
}

/** A run of `populus cluster local` with two executors, each a process of its own. */
export interface SparkRun {
  /** Numbers of the processes of the executors on which shards are built now. */
  building(): readonly number[]
  /** @returns what was printed, on both streams, when it has ended */
  readonly ended: Promise<{ readonly code: number | null; readonly printed: string }>
}

/**
 * Starts a run.
 * @param folder an empty folder, in which Spark writes its event log
 * @param words what follows `populus cluster local`
 */
export function startSparkRun(folder: string, words: readonly string[]): SparkRun {
  const mark = `-Dpopulus.run=${folder}`
  mkdirSync(join(folder, 'events'))
  const settings = {
    'spark.ui.enabled': 'false',
    'spark.eventLog.enabled': 'true',
    'spark.eventLog.compress': 'false',
    'spark.eventLog.dir': `file://${join(folder, 'events')}`,
    'spark.executor.extraJavaOptions': mark,
    'spark.sql.shuffle.partitions': '2'
  }
  writeFileSync(
    join(folder, 'spark-defaults.conf'),
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}\n`)
      .join('')
  )
  const lib = join(environment, 'lib')
  const home = join(lib, readdirSync(lib)[0]!, 'site-packages/pyspark')
  const python = join(environment, 'bin/python')
  const child = spawn(
    process.execPath,
    [headlessProgram, 'cluster', 'local', '--master', 'local-cluster[2,1,2048]', ...words],
    {
      env: {
        ...process.env,
        SPARK_HOME: home,
        SPARK_CONF_DIR: folder,
        SPARK_LOCAL_IP: '127.0.0.1',
        PYSPARK_PYTHON: python,
        PYSPARK_DRIVER_PYTHON: python
      }
    }
  )
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text))
  return {
    building: () =>
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name) && commandLine(name).includes('\0shard\0build\0'))
        .flatMap((name) => executorOf(name, mark) ?? []),
    ended: new Promise((done) => child.on('close', (code) => done({ code, printed })))
  }
}

/** The executor that a process runs under. @param mark what its command line has */
function executorOf(pid: string, mark: string): number | undefined {
  for (let ancestor = pid; Number(ancestor) > 1; ancestor = parentOf(ancestor)) {
    const line = commandLine(ancestor)
    if (line.includes(mark) && line.includes('CoarseGrainedExecutorBackend')) return Number(ancestor)
  }
  return undefined
}

function parentOf(pid: string): string {
  try {
    return /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0'
  } catch {
    return '0'
  }
}

/** Words of a process; none for one that has ended meanwhile. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
