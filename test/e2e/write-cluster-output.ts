/** Writes the output of a cluster for tests of pages: `node test/e2e/write-cluster-output.ts FOLDER`. */
import { tmpdir } from 'node:os'
import { sampleRecords, writeClusterOutput } from '../support/cluster-output.ts'

await writeClusterOutput(await sampleRecords(40), 2, { output: process.argv[2]!, folder: tmpdir() })
