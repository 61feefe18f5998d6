import { cliClusterMessages as m } from '#messages/cli/cluster.ts'
import { join } from 'node:path'
import { refuseFiles } from '../data/refuse-files.ts'
import { clusterSubmitDeclaration } from './declarations.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { smallCellsOf } from '../terminal/small-cell-choice.ts'
import { requireApprovedJob } from './require-approved-job.ts'
import { jobFolder, jobMain, jobModules, jobArguments, type JobArgument } from './job-arguments.ts'

/** What Spark writes to disks and sends is encrypted, and nobody waits for a slow machine. */
const sparkSettings: Readonly<Record<string, string>> = {
  'spark.authenticate': 'true',
  'spark.network.crypto.enabled': 'true',
  'spark.io.encryption.enabled': 'true',
  'spark.speculation': 'true'
}

/** `populus cluster submit`: prints how the job is given to a cluster; runs nothing. */
export const clusterSubmitCommand = defineCommand(clusterSubmitDeclaration, async ({ values }, io) => {
  const job = jobArguments(values, smallCellsOf(values, true, io.policies).limit)
  await refuseFiles(io, 'cluster --output', m.resultsOfACluster)
  await requireApprovedJob(values, io)
  const { archive, databricks, master } = values
  io.out(databricks ? databricksJob(job, archive) : sparkSubmit(job, archive, jobFolder(io), master))
  return 0
})

/** A word of a command line for a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

function sparkSubmit(job: readonly JobArgument[], archive: string, folder: string, master: string | undefined): string {
  const lines = [
    'spark-submit',
    ...(master === undefined ? [] : [`--master ${quoted(master)}`]),
    ...Object.entries(sparkSettings).map(([name, value]) => `--conf ${name}=${value}`),
    `--archives ${quoted(`${archive}#populus`)}`,
    `--py-files ${quoted(jobModules.map((name) => join(folder, name)).join(','))}`,
    quoted(join(folder, jobMain)),
    ...job.map(([option, value]) => `${option} ${quoted(value)}`)
  ]
  return `${lines.join(' \\\n  ')}\n`
}

/** A job for the Databricks Jobs API 2.1. The archive and the job lie in a volume or the workspace, next to each other. */
function databricksJob(job: readonly JobArgument[], archive: string): string {
  const folder = archive.slice(0, archive.lastIndexOf('/') + 1)
  const task = {
    name: 'populus',
    tasks: [
      {
        task_key: 'populus',
        job_cluster_key: 'populus',
        spark_python_task: { python_file: `${folder}${jobMain}`, parameters: job.flat() }
      }
    ],
    job_clusters: [
      {
        job_cluster_key: 'populus',
        new_cluster: {
          spark_version: '17.3.x-scala2.13',
          num_workers: 8,
          spark_conf: { ...sparkSettings, 'spark.archives': `${archive}#populus` }
        }
      }
    ]
  }
  return `${JSON.stringify(task, undefined, 2)}\n`
}
