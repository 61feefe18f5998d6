import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { toWireError } from '#shared/app-error.ts'
import type { EffectivePolicies, PolicyProblem } from '#shared/policy/effective-policies.ts'
import type { PresetFile } from '#shared/policy/policy-values.ts'
import { dataFolder } from '../host/process/data-folder.ts'
import { policyConflicts } from '../policy/policy-conflicts.ts'
import { readPresetPack } from '../services/content/preset-packs.ts'
import { readPresetBoard } from '../services/definitions/preset-boards.ts'
import { signatureRules } from '../services/publishers/signed-files.ts'
import { fixedPolicies } from '../ports/fixed-policies.ts'
import { vendorProfiles } from '../vendors/vendor-list.ts'

/** What of the policies cannot work on this computer. */
export function policyProblems(effective: EffectivePolicies): PolicyProblem[] {
  const rules = signatureRules(fixedPolicies(effective))
  return policyConflicts(effective, {
    vendors: vendorProfiles.map(({ id }) => id),
    asksOwner: process.platform === 'darwin',
    folderProblem: managedFolderProblem(effective.entries.DataFolder.value),
    packProblems: problemsOf(effective.entries.ContentPacks.value, (file) => readPresetPack(file, rules)),
    boardProblems: problemsOf(effective.entries.Boards.value, (file) => readPresetBoard(file, rules))
  })
}

function problemsOf(files: readonly PresetFile[] = [], read: (file: PresetFile) => unknown): string[] {
  return files.flatMap((file) => {
    try {
      read(file)
      return []
    } catch (error) {
      return [toWireError(error).message]
    }
  })
}

/** Why the folder that a policy names cannot be used here; `undefined` where it can. */
export function managedFolderProblem(managed: string | undefined): string | undefined {
  try {
    dataFolder({ platform: process.platform, env: process.env, home: homedir(), exists: existsSync, managed })
    return undefined
  } catch (error) {
    return toWireError(error).message
  }
}
