import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { defaultSettings, Settings } from '#shared/settings-schema.ts'
import { isFullDisk } from '../../storage/files/space-error.ts'
import type { SettingsPort } from '../../ports/host.ts'

/** Some settings; what is absent stays as it is. */
type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined }

/** The user's settings, always complete and valid. */
export interface SettingsStore {
  current(): Settings
  /**
   * Changes these settings only: what another process changed meanwhile stays.
   * @throws AppError `out-of-space` or `internal` when they cannot be stored; the old ones then stay in force
   */
  change(changes: SettingsChange): Promise<Settings>
  /** Stops following what other processes change. */
  close(): void
}

/** @param onChange called when another process changed them */
export function createSettingsStore(port: SettingsPort, onChange?: (settings: Settings) => void): SettingsStore {
  let settings = complete(port.read())
  const stopFollowing = port.onChange?.(() => {
    settings = complete(port.read())
    onChange?.(settings)
  })
  return {
    current: () => settings,
    async change(changes) {
      try {
        settings = await port.update((stored) => v.parse(Settings, { ...complete(stored), ...changes }))
      } catch (cause) {
        const full = isFullDisk(cause)
        throw new AppError(
          full ? 'out-of-space' : 'internal',
          `${full ? 'There is no room on the disk, so the' : 'The'} settings could not be saved. The old ones stay in force.`,
          { retryable: true, cause }
        )
      }
      return settings
    },
    close: () => stopFollowing?.()
  }
}

function complete(stored: unknown): Settings {
  const read = v.safeParse(Settings, stored)
  return read.success ? read.output : defaultSettings
}
