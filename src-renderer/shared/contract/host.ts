import * as v from 'valibot'
import { method } from './method.ts'
import { Natural, None } from '../basic-schemas.ts'

/** A place in the built code, such as `index-Ab12_x.js:1:2345`. */
const CodePlace = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+(?:\.[a-z]+)*\.(?:ts|js|mjs|cjs):\d{1,7}:\d{1,7}$/))

/** What this host can do; the page hides or explains what it cannot. */
export const AppInfo = v.object({
  version: v.string(),
  host: v.picklist(['electron', 'loopback']),
  platform: v.string(),
  /** `true` when the host has its own file dialogs (`imports.choose` works). Otherwise the page uses a file input. */
  nativeDialogs: v.boolean(),
  /** Bytes free on the volume that holds the application data. */
  freeBytes: v.number(),
  /** Bytes of memory that the computer has, or that the system allows the program. */
  memoryBytes: v.number(),
  /** The host was started without a desktop session. */
  headless: v.boolean()
})
export type AppInfo = v.InferOutput<typeof AppInfo>

/** What went wrong in the page. Only closed words and places in the code: the message of an error may name people. */
export const PageFailure = v.object({
  kind: v.picklist(['error', 'rejection', 'worker', 'policy', 'screen']),
  /** Class of the error, such as `TypeError`. */
  error: v.pipe(v.string(), v.regex(/^[A-Za-z]{1,60}$/)),
  /** Code of an `AppError`. */
  code: v.optional(v.pipe(v.string(), v.regex(/^[a-z-]{1,40}$/))),
  place: v.optional(CodePlace),
  /** The screen on which it happened, or the directive of the content security policy. */
  component: v.optional(v.pipe(v.string(), v.regex(/^[a-z-]{1,40}$/))),
  /** How many more like it were not sent on their own. */
  repeats: v.optional(Natural)
})
export type PageFailure = v.InferOutput<typeof PageFailure>

/** A folder in the place of a file of the data folder, or the other way round, or a file that the user may not read, by which one item is missing in a list. */
export const MisplacedFile = v.object({
  /** The list that lacks the item. */
  part: v.picklist(['snapshots', 'connections', 'exports']),
  /** Which file it is and what to do, in sentences. */
  message: v.string()
})
export type MisplacedFile = v.InferOutput<typeof MisplacedFile>

/** Calls about the page and its host. */
export const hostMethods = {
  /** An address that lets one more page of this browser in, once. `not-supported` where windows are the host's own. */
  'page.address': method(None, v.object({ url: v.string() }), 'anyone'),
  /** Writes a failure of the page to the log. More than a few a minute are only counted. */
  'page.failed': method(PageFailure, None, 'anyone'),
  /** Files of single snapshots, connections and exports that cannot be read because something else is in their place, or because the user may not. */
  'app.misplaced': method(None, v.array(MisplacedFile), 'anyone'),
  /**
   * What somebody who helps needs to know of the installation, as the text of a JSON file; see `docs/operate.md`. Nothing in it
   * is about people, and nothing names an account, a server, a path or a connection.
   */
  'app.diagnostics': method(None, v.object({ text: v.string() }), 'security', {
    read: 'diagnostics.made',
    facts: () => ({})
  }),
  'app.info': method(None, AppInfo, 'anyone'),
  /**
   * What the page has for paper as a PDF file, behind a one-time URL. `not-supported` where the host makes none: the page
   * prints by itself there.
   */
  'page.pdf': method(None, v.object({ url: v.string(), bytes: Natural }), 'export-figures'),
  /** Shown in taskbar and dock. `fraction` 0..1; `undefined` removes it. */
  'progress.show': method(
    v.object({ fraction: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))) }),
    None,
    'anyone'
  )
} as const

/** A file that the page wanted to save and that is not there. */
export interface FailedDownload {
  /** Name of the file, without its folder. */
  readonly name: string
  /** `cancelled`: by the user; `interrupted`: the disk or the folder failed. */
  readonly outcome: 'cancelled' | 'interrupted'
  /** What was written of it could not be removed. */
  readonly left: boolean
}

/** What became of a file that the page saves. */
export interface EndedDownload {
  /** Where it was saved from. */
  readonly url: string
  /** It is there as a whole. */
  readonly saved: boolean
}

/** Events of the host. */
export interface HostEvents {
  /** A file was not saved, or not to its end. */
  readonly 'download.failed': FailedDownload
  /** A file that the page saves was saved, or not; after what is told of it otherwise. Browsers tell nothing. */
  readonly 'download.ended': EndedDownload
  /** A menu item, tray item or accelerator asks for a command of the page's command table. */
  readonly 'command.run': { readonly id: string }
}
