import { cliClusterMessages as m } from '#messages/cli/cluster.ts'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import {
  ClusterResults,
  ClusterStatus,
  RESULTS_FILE,
  STATUS_FILE,
  type ClusterState
} from '#shared/cluster/cluster-run.ts'
import { errorCode } from '#shared/error-code.ts'
import { clusterResultsDeclaration, clusterStatusDeclaration } from './declarations.ts'
import type { CommandIo } from '../terminal/command.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { terminalText } from '../terminal/terminal-text.ts'
import { recordRun } from './record-run.ts'

const stateTexts: Readonly<Record<ClusterState, string>> = {
  reading: m.readingRecords,
  building: m.buildingPartitions,
  merging: m.joiningPartitions,
  done: m.runDone,
  failed: m.runFailed
}
async function textOf(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8')
  } catch (cause) {
    throw new AppError('not-found', m.thereIsNoRunThere, { cause })
  }
}

/** `populus cluster status`: how far a run is. Ends with 1 for a run that failed. */
export const clusterStatusCommand = defineCommand(
  clusterStatusDeclaration,
  async ({ values: { json }, positionals: { output } }, io) => {
    const status = parsed(ClusterStatus, await textOf(output, STATUS_FILE))
    const built = (await shardFiles(output)).length
    if (json) io.out(`${JSON.stringify({ ...status, built })}\n`)
    else io.out(`${terminalText(m.runIs(stateTexts[status.state], built, status.shards, status.people))}\n`)
    return status.state === 'failed' ? 1 : 0
  }
)

/** @throws AppError `unreadable-file` for anything else than this version writes */
function parsed<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> {
  try {
    return v.parse(schema, JSON.parse(text))
  } catch (cause) {
    throw new AppError('unreadable-file', m.thereIsNoRunThere, { cause })
  }
}

async function shardFiles(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(join(folder, 'shards'))).filter((name) => name.endsWith('.columns'))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

/** `populus cluster results`: what a run came to. */
export const clusterResultsCommand = defineCommand(
  clusterResultsDeclaration,
  async ({ values: { json }, positionals: { output } }, io) => {
    const facts = { what: 'cluster-results', format: json ? 'json' : 'text' }
    await recordRun({ action: 'data.read', facts }, io, async () => {
      const text = await textOf(output, RESULTS_FILE)
      const results = parsed(ClusterResults, text)
      if (json) io.out(text)
      else printText(results, io)
    })
    return 0
  }
)

function printText({ asOf, people, registries, measures }: ClusterResults, io: CommandIo): void {
  const print = (line: string): void => io.out(`${terminalText(line)}\n`)
  const shown = (value: number | null | undefined, digits = 0): string =>
    value === null || value === undefined ? m.notShown : value.toFixed(digits)
  print(m.peopleOn(people, asOf))
  for (const { title, figures } of registries)
    print(`  ${title.padEnd(40)} ${shown(figures.find(({ id }) => id === 'members')?.value)}`)
  for (const { measure, groups } of measures)
    for (const { id, score } of groups)
      print(`  ${`${measure.slice(measure.lastIndexOf('/') + 1)} ${id}`.padEnd(60)} ${shown(score, 4)}`)
}
