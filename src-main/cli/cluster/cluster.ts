import { clusterAbout } from './declarations.ts'
import { defineGroup } from '../terminal/define-command.ts'
import { packClusterCommand } from './pack-cluster.ts'
import { clusterResultsCommand, clusterStatusCommand } from './read-run.ts'
import { clusterLocalCommand } from './run-locally.ts'
import { clusterSubmitCommand } from './submission.ts'

/** `populus cluster`: a population on a cluster of Apache Spark. */
export const clusterCommand = defineGroup('populus cluster', clusterAbout, {
  pack: packClusterCommand,
  submit: clusterSubmitCommand,
  local: clusterLocalCommand,
  status: clusterStatusCommand,
  results: clusterResultsCommand
})
