import * as v from 'valibot'
import { None } from '../basic-schemas.ts'
import { needsOfSettings } from '../rights/setting-rights.ts'
import { Settings } from '../settings-schema.ts'
import { describeSettings } from './common-records.ts'
import { method } from './method.ts'

/** Calls about settings. */
export const settingMethods = {
  'settings.get': method(None, Settings, 'anyone'),
  'settings.set': method(v.partial(Settings), Settings, (changes) => needsOfSettings(changes), {
    effect: 'settings.changed',
    before: describeSettings
  })
} as const

/** Events about settings. */
export interface SettingEvents {
  readonly 'settings.changed': Settings
}
