import { cliClusterMessages as m } from '#messages/cli/cluster.ts'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { loadRisk } from '#engine/risk/model/load-risk.ts'
import { commonTypesOf } from '#engine/shards/load/common-types.ts'
import { planTables } from '#engine/store/model/plan.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import { readRegistries } from '../../services/population/read-registries.ts'
import { readViewFiles } from '../../services/population/read-views.ts'
import { readRisk } from '../data/read-risk.ts'
import { refuseFiles } from '../data/refuse-files.ts'
import { readContent } from '../measure/read-content.ts'
import { readValueSets } from '../measure/read-value-sets.ts'
import { shardDeclaration } from './declarations.ts'
import { memoryBudget } from '../shards/memory-budget.ts'
import { defineCommand } from '../terminal/define-command.ts'
import { buildShard } from './build-shard.ts'
import { mergeShards } from './merge-shards.ts'
import { FrameReader, SHARD_PROTOCOL } from './shard-frames.ts'
import { shardOutput, type WriteBytes } from './shard-output.ts'

/** `populus shard`: what processes on a cluster do, over their standard input and output. */
export const shardCommand = defineCommand(shardDeclaration, async ({ values, positionals: { step } }, io) => {
  const views = await readViewFiles(io.resources)
  const plan = planTables(views)
  if (step === 'rules') {
    io.out(`${JSON.stringify({ protocol: SHARD_PROTOCOL, commonTypes: [...commonTypesOf(plan)].sort() })}\n`)
    return 0
  }
  await refuseFiles(io, 'shard', m.resultsOfACluster)
  const marks = await viewMarks(views)
  const folder = join(tmpdir(), `populus-shards-${process.pid}`)
  const frames = new FrameReader(process.stdin)
  const output = shardOutput(writeTo(process.stdout))
  const paths = values.measures.length === 0 ? [join(io.resources, 'measures', 'core')] : values.measures
  const content = () => readContent(paths, { codes: [], lists: [] }, io)
  if (step === 'build') await buildShard(frames, output, { plan, marks, content, folder, io })
  else {
    const definitions = async () => ({
      registries: loadRegistries(await readRegistries(io.resources)),
      risk: loadRisk(await readRisk(io.resources)),
      valueSets: await readValueSets(io.resources),
      content: await content()
    })
    await mergeShards(frames, output, {
      plan,
      marks,
      definitions,
      folder,
      cacheBytes: memoryBudget(values.memory, io.policies) / 2
    })
  }
  return 0
})

/** Writes to a stream, and waits while whoever reads it is behind. */
function writeTo(stream: NodeJS.WritableStream): WriteBytes {
  return (bytes) =>
    new Promise((resolve, reject) => {
      stream.write(bytes, (error) => (error ? reject(error) : resolve()))
    })
}
