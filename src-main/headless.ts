import { isMainThread, workerData } from 'node:worker_threads'
import { runCommandLine, runThread, watchOutput } from './cli/command-line.ts'
import { processIo } from './cli/process-io.ts'
import { policyProblems } from './composition/policy-problems.ts'
import { findPolicies } from './policy/find-policies.ts'

if (isMainThread) {
  watchOutput()
  const policies = findPolicies({ packaged: false, check: policyProblems })
  process.exitCode = await runCommandLine(process.argv.slice(2), processIo(import.meta.filename, policies))
} else await runThread(workerData as Parameters<typeof runThread>[0])
