import * as v from 'valibot'

/** Everything a user may set. Unknown keys are dropped, a missing or damaged value falls back to its default. */
export const Settings = v.object({
  /** Colour theme; `system` follows the operating system. */
  theme: v.fallback(v.optional(v.picklist(['system', 'light', 'dark']), 'system'), 'system'),
  /** Row height of tables: compact is 28 px, roomy is 36 px. */
  density: v.fallback(v.optional(v.picklist(['compact', 'roomy']), 'compact'), 'compact'),
  /** Width of the navigation. `auto` is slim below 1280 px. */
  navigation: v.fallback(v.optional(v.picklist(['auto', 'full', 'slim']), 'auto'), 'auto'),
  /** People in the sample population. */
  samplePatients: v.fallback(
    v.optional(v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(200_000)), 1000),
    1000
  ),
  /** Groups of 1 to this many people are hidden in charts and tables; 0 shows everything. */
  smallCellLimit: v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)), 0), 0),
  /** Keep what is loaded on this computer, encrypted: ask after each load, always, or never by itself. */
  keepLoaded: v.fallback(v.optional(v.picklist(['ask', 'always', 'never']), 'ask'), 'ask'),
  /** Kept snapshots are deleted after this many days; 0 keeps them until they are deleted by hand. */
  keepDays: v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3650)), 0), 0),
  /** Close the window to the tray instead of ending the program (Electron only). */
  closeToTray: v.fallback(v.optional(v.boolean(), false), false)
})

export type Settings = v.InferOutput<typeof Settings>

/** The settings of a fresh installation. */
export const defaultSettings: Settings = v.parse(Settings, {})
