import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'
import { parseSinkAddress } from './audit-sink.ts'
import { MeasureChoices, StarFile } from './measure-choices.ts'
import { DEFAULT_SMALL_CELLS, MAX_SMALL_CELLS } from './small-cell-rule.ts'

const percent = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100))

/** Everything a user may set. Unknown keys are dropped, a missing or damaged value falls back to its default. */
export const Settings = v.object({
  /** Color theme; `system` follows the operating system. */
  theme: v.fallback(v.optional(v.picklist(['system', 'light', 'dark']), 'system'), 'system'),
  /** Row height of tables: compact is 28 px, roomy is 36 px. */
  density: v.fallback(v.optional(v.picklist(['compact', 'roomy']), 'compact'), 'compact'),
  /** Width of the navigation. `auto` is slim below 1280 px. */
  navigation: v.fallback(v.optional(v.picklist(['auto', 'full', 'slim']), 'auto'), 'auto'),
  /** Processor cores that panels are computed on; 0 for as many as make sense for the data and the memory. */
  cores: v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64)), 0), 0),
  /** Memory that one population may use, in megabytes; 0 for half of what the computer has. */
  memoryMegabytes: v.fallback(
    v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.check((megabytes) => megabytes === 0 || (megabytes >= 256 && megabytes <= 1024 * 1024), m.aSizeOf256OrMore)
      ),
      0
    ),
    0
  ),
  /** People in the sample population. */
  samplePatients: v.fallback(
    v.optional(v.pipe(v.number(), v.integer(), v.minValue(10), v.maxValue(200_000)), 1000),
    1000
  ),
  /** Groups of 1 to this many people are suppressed in what leaves the program; below the default only with a reason. */
  smallCellLimit: v.fallback(
    v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_SMALL_CELLS)), DEFAULT_SMALL_CELLS),
    DEFAULT_SMALL_CELLS
  ),
  /** Why the number is below the default; '' where it is not. */
  smallCellReason: v.fallback(v.optional(v.pipe(v.string(), v.maxLength(300)), ''), ''),
  /** They are suppressed on the screen, too: for a screen that others see. */
  smallCellsOnScreen: v.fallback(v.optional(v.boolean(), false), false),
  /** Percent of the data that a figure rests on: below it the figure is to be used with caution. */
  fitnessCaution: v.fallback(v.optional(percent, 90), 90),
  /** The same: below it the figure is not fit for use and grayed out. */
  fitnessUnfit: v.fallback(v.optional(percent, 80), 80),
  /** A reason is asked for at each export, and goes to the audit log. */
  askExportReason: v.fallback(v.optional(v.boolean(), false), false),
  /** Log collector that the audit log is delivered to, `syslog+tls://host:port`; '' for none. */
  auditSink: v.fallback(
    v.optional(
      v.pipe(
        v.string(),
        v.maxLength(300),
        v.check((text) => text === '' || parseSinkAddress(text) !== undefined, m.anAddressSuchAsSyslogTls)
      ),
      ''
    ),
    ''
  ),
  /** Certificates of the authorities that vouch for it, PEM; '' for those that the computer trusts. */
  auditSinkAuthorities: v.fallback(v.optional(v.pipe(v.string(), v.maxLength(200_000)), ''), ''),
  /** Keep what is loaded on this computer, encrypted: ask after each load, always, or never by itself. */
  keepLoaded: v.fallback(v.optional(v.picklist(['ask', 'always', 'never']), 'ask'), 'ask'),
  /** Snapshots are deleted after this many days; 0 keeps them until they are deleted by hand. */
  keepDays: v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3650)), 90), 90),
  /** Complete snapshots of one source that stay at most; 0 for any number. The newest complete one always stays. */
  keepSnapshots: v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000)), 10), 10),
  /** Minutes without any use after which data under a passphrase are locked; 0 for never. */
  idleLockMinutes: v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(480)), 15), 15),
  /** Exports that stay in the history of a connection; older ones go with their logs. 0 keeps all. */
  keepRuns: v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000)), 400), 400),
  /** Days that an export stays in the history; 0 keeps it until it is removed by hand. */
  keepRunDays: v.fallback(v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3650)), 365), 365),
  /** Close the window to the tray instead of ending the program (Electron only). */
  closeToTray: v.fallback(v.optional(v.boolean(), false), false),
  /** Start the program, in the tray, when the user signs in to the computer (Electron only). */
  startAtLogin: v.fallback(v.optional(v.boolean(), false), false),
  /** The network of this computer is metered. Desktops do not say so to programs in a way that holds everywhere. */
  meteredNetwork: v.fallback(v.optional(v.boolean(), false), false),
  /** Evaluate the built-in measures after each load, in the background. */
  runMeasures: v.fallback(v.optional(v.boolean(), true), true),
  /** How measures tell roles of records: by the profiles that they claim, or by the data alone. */
  measurePolicy: v.fallback(v.optional(v.picklist(['trust-profiles', 'derive']), 'trust-profiles'), 'trust-profiles'),
  /** Time zone of measures for dates that name none: an IANA name, or `UTC`. */
  measureZone: v.fallback(v.optional(v.pipe(v.string(), v.maxLength(64)), 'UTC'), 'UTC'),
  /** As-of dates that were chosen, by source of the data, each with the date that the data suggested. */
  asOfChoices: v.fallback(
    v.optional(
      v.record(
        v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
        v.object({ suggested: v.pipe(v.string(), v.isoDate()), chosen: v.pipe(v.string(), v.isoDate()) })
      ),
      {}
    ),
    {}
  ),
  /** What the site set about quality measures; absent while it has set nothing. */
  quality: v.fallback(v.optional(MeasureChoices), undefined),
  /** ViewDefinitions of the user's own, as JSON. They hold definitions and no data of people. */
  savedViews: v.fallback(
    v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(200_000))), v.maxLength(200)), []),
    []
  ),
  /** Saved views of the Explore screen, as JSON: what is charted and chosen, no people. */
  exploreViews: v.fallback(
    v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(20_000))), v.maxLength(200)), []),
    []
  ),
  /** Saved SQL statements that name nobody; those that may are sealed elsewhere. */
  savedStatements: v.fallback(
    v.optional(
      v.pipe(
        v.array(
          v.object({
            title: v.pipe(v.string(), v.maxLength(200)),
            description: v.pipe(v.string(), v.maxLength(2000)),
            text: v.pipe(v.string(), v.maxLength(100_000))
          })
        ),
        v.maxLength(500)
      ),
      []
    ),
    []
  ),
  /** Columns of the scorecard that the user does without. */
  scorecardWithout: v.fallback(
    v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(20)), []),
    []
  ),
  /** Star cut points that were imported. */
  starTables: v.fallback(v.optional(v.pipe(v.array(StarFile), v.maxLength(10)), []), [])
})

export type Settings = v.InferOutput<typeof Settings>

/** The settings of a fresh installation. */
export const defaultSettings: Settings = v.parse(Settings, {})
