import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { defaultSettings, Settings } from '#shared/settings-schema.ts'
import type { SettingsPort } from './ports.ts'

/** Some settings; what is absent stays as it is. */
type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined }

/** The user's settings, always complete and valid. */
export interface SettingsStore {
  current(): Settings
  /** @throws AppError `out-of-space` or `internal` when they cannot be stored; the old ones then stay in force */
  change(changes: SettingsChange): Promise<Settings>
}

export function createSettingsStore(port: SettingsPort): SettingsStore {
  const stored = v.safeParse(Settings, port.read())
  let settings = stored.success ? stored.output : defaultSettings
  return {
    current: () => settings,
    async change(changes) {
      const next = v.parse(Settings, { ...settings, ...changes })
      try {
        await port.write(next)
      } catch (cause) {
        const full = errorCode(cause) === 'ENOSPC'
        throw new AppError(
          full ? 'out-of-space' : 'internal',
          `The settings could not be stored${full ? ' because the disk is full' : ''}. The old ones stay in force.`,
          { retryable: true, cause }
        )
      }
      settings = next
      return settings
    }
  }
}
