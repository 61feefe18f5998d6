import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { PolicyPort } from '../ports/host.ts'
import { accountName } from '../storage/files/account-name.ts'
import { macPreferencesReader } from './mac-preferences.ts'
import { linuxPolicyFolder, policyFilesReader } from './policy-files.ts'
import type { PolicyReader, RunProgram } from './policy-reader.ts'
import { createPolicies, type CheckPolicies } from './policy-service.ts'
import { windowsRegistryReader } from './windows-registry.ts'

/** A program of the system that takes longer hangs. */
const programMs = 10_000

const runProgram: RunProgram = (file, args) => {
  const { status, stdout } = spawnSync(file, args, {
    encoding: 'utf8',
    timeout: programMs,
    windowsHide: true,
    maxBuffer: 16 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore']
  })
  return { status: status ?? undefined, output: stdout ?? '' }
}

/** How the policies of this computer are found. */
export interface FindPoliciesOptions {
  /** The program is installed: policies come from where the system has them and from nowhere else. */
  readonly packaged: boolean
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly platform?: NodeJS.Platform
  /** Finds what of the policies cannot work on this computer. */
  readonly check?: CheckPolicies
}

/**
 * The policies of this computer. A program that runs from a checkout, which its user can change at will, also takes them
 * from the folder that POPULUS_POLICIES names, as files are on Linux; an installed one ignores the variable.
 */
export function findPolicies({
  packaged,
  env = process.env,
  platform = process.platform,
  check
}: FindPoliciesOptions): PolicyPort {
  const asked = packaged ? undefined : env['POPULUS_POLICIES']
  return createPolicies(asked ? policyFilesReader(resolve(asked), false) : systemReader(platform, env), check)
}

function systemReader(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): PolicyReader {
  const machine = { platform, env, account: accountName(), run: runProgram }
  if (platform === 'win32') return windowsRegistryReader(machine, existsSync)
  if (platform === 'darwin') return macPreferencesReader(machine, existsSync)
  return policyFilesReader(linuxPolicyFolder, true)
}
