import { sharedPolicyMessages as m } from '#messages/shared/policy.ts'
import type { Settings } from '../settings-schema.ts'
import { MAX_SMALL_CELLS } from '../small-cell-rule.ts'
import type { EffectivePolicies } from './effective-policies.ts'
import { PolicyRefusal } from './policy-refusal.ts'

/** Settings that a policy can bind. */
type BoundSettings = Pick<
  Settings,
  'keepDays' | 'idleLockMinutes' | 'memoryMegabytes' | 'smallCellLimit' | 'smallCellReason'
>

/** Policies that are also settings of the user, so that a recommended value is a default. */
export const recommendablePolicies = [
  'SnapshotRetentionDays',
  'IdleLockMinutes',
  'MaxPopulationMemory',
  'MinCellSize'
] as const

/** What binds a setting: a number that it may not exceed, or one that it may not fall below. */
export interface SettingBound {
  readonly policy: (typeof recommendablePolicies)[number]
  readonly minimum: number
  /** Zero means "never" for a setting with a maximum, and so is not possible under it. */
  readonly maximum: number
}

/** The bounds of settings under the enforced policies. */
export function settingBounds({ entries }: EffectivePolicies): {
  readonly [K in Exclude<keyof BoundSettings, 'smallCellReason'>]?: SettingBound
} {
  const binds = ({ state }: { readonly state: string }): boolean => state === 'enforced' || state === 'strictest'
  const { SnapshotRetentionDays: days, IdleLockMinutes: minutes, MinCellSize: cells } = entries
  const { MaxPopulationMemory: memory } = entries
  return {
    ...(binds(days) && days.value !== undefined
      ? { keepDays: { policy: 'SnapshotRetentionDays', minimum: 1, maximum: days.value } }
      : {}),
    ...(binds(minutes) && minutes.value !== undefined
      ? { idleLockMinutes: { policy: 'IdleLockMinutes', minimum: 1, maximum: minutes.value } }
      : {}),
    ...(binds(memory) && memory.value !== undefined
      ? { memoryMegabytes: { policy: 'MaxPopulationMemory', minimum: 256, maximum: memory.value } }
      : {}),
    ...(binds(cells) && cells.value !== undefined
      ? { smallCellLimit: { policy: 'MinCellSize', minimum: cells.value - 1, maximum: MAX_SMALL_CELLS } }
      : {})
  }
}

/** Recommended values, in the place of built-in defaults. */
export function recommendedSettings({ entries }: EffectivePolicies): Partial<BoundSettings> {
  const { SnapshotRetentionDays: days, IdleLockMinutes: minutes, MinCellSize: cells } = entries
  const { MaxPopulationMemory: memory } = entries
  return {
    ...(days.state === 'recommended' && days.value !== undefined ? { keepDays: days.value } : {}),
    ...(minutes.state === 'recommended' && minutes.value !== undefined ? { idleLockMinutes: minutes.value } : {}),
    ...(memory.state === 'recommended' && memory.value !== undefined ? { memoryMegabytes: memory.value } : {}),
    ...(cells.state === 'recommended' && cells.value !== undefined ? { smallCellLimit: cells.value - 1 } : {})
  }
}

/**
 * The settings as the policies let them be.
 * @param automaticMemory megabytes for a population where the user chose none; under a policy the setting tells what that comes to
 */
export function settingsUnderPolicy(
  settings: Settings,
  effective: EffectivePolicies,
  automaticMemory = Number.POSITIVE_INFINITY
): Settings {
  const bounds = Object.entries(settingBounds(effective)) as [keyof ReturnType<typeof settingBounds>, SettingBound][]
  return bounds.reduce<Settings>((bound, [name, { minimum, maximum }]) => {
    const value = bound[name]
    if (name === 'memoryMegabytes' && value === 0)
      return { ...bound, memoryMegabytes: Math.max(minimum, Math.min(maximum, automaticMemory)) }
    const next = value < minimum ? (name === 'smallCellLimit' ? minimum : maximum) : Math.min(value, maximum)
    return { ...bound, [name]: next }
  }, settings)
}

/** @throws AppError `not-allowed` for a value that a policy does not allow */
export function refuseSettings(
  changes: { readonly [K in keyof Settings]?: unknown },
  effective: EffectivePolicies
): void {
  for (const [name, { policy, minimum, maximum }] of Object.entries(settingBounds(effective))) {
    const value = changes[name as keyof Settings]
    if (typeof value !== 'number' || (value >= minimum && value <= maximum)) continue
    const limit = policy === 'MinCellSize' ? m.fewerThanMinimum(minimum) : m.otherValuesThanTo(minimum, maximum)
    throw new PolicyRefusal(policy, m.forThisSetting(limit))
  }
}
