import { servicesMessages as m } from '#messages/services.ts'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { recommendedSettings, settingsUnderPolicy } from '#shared/policy/settings-under-policy.ts'
import { defaultSettings, Settings } from '#shared/settings-schema.ts'
import { machineMemory } from '../../ports/machine-memory.ts'
import { asDiskError } from '../../storage/files/space-error.ts'
import type { PolicyPort, SettingsPort } from '../../ports/host.ts'

/** Some settings; what is absent stays as it is. */
type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined }

/** The user's settings, always complete, valid, and within what the policies allow. */
export interface SettingsStore {
  current(): Settings
  /**
   * Changes these settings only: what another process changed meanwhile stays.
   * @throws AppError with why they cannot be stored; the old ones then stay in force
   */
  change(changes: SettingsChange): Promise<Settings>
  /** Stops following what other processes change. */
  close(): void
}

/** @param onChange called when another process changed them */
export function createSettingsStore(
  port: SettingsPort,
  policies: Pick<PolicyPort, 'current'>,
  onChange?: (settings: Settings) => void
): SettingsStore {
  let stored = port.read()
  const current = (): Settings => {
    const effective = policies.current()
    const automaticMemory = Math.floor(machineMemory() / 2 / 1024 ** 2)
    return settingsUnderPolicy(complete(stored, recommendedSettings(effective)), effective, automaticMemory)
  }
  const stopFollowing = port.onChange?.(() => {
    stored = port.read()
    onChange?.(current())
  })
  return {
    current,
    async change(changes) {
      try {
        stored = await port.update((found) => chosenSettings(found, changes))
      } catch (cause) {
        const why = asDiskError(cause)
        if (!(why instanceof AppError))
          throw new AppError('internal', m.theSettingsCouldNotBeSaved, { retryable: true, cause })
        throw new AppError(why.code, `${m.theSettingsCouldNotBeSaved} ${why.message}`, { retryable: true, cause })
      }
      return current()
    },
    close: () => stopFollowing?.()
  }
}

/** What the user chose, and nothing else: a default that the organization recommends holds for the rest. */
function chosenSettings(stored: unknown, changes: SettingsChange): Partial<Settings> {
  const known = { ...asObject(stored), ...changes }
  return Object.fromEntries(
    Object.entries(complete(known, {})).filter(([name]) => Object.hasOwn(known, name))
  ) as Partial<Settings>
}

function complete(stored: unknown, recommended: Partial<Settings>): Settings {
  const read = v.safeParse(Settings, { ...recommended, ...asObject(stored) })
  return read.success ? read.output : { ...defaultSettings, ...recommended }
}

function asObject(stored: unknown): object {
  return typeof stored === 'object' && stored !== null ? stored : {}
}
