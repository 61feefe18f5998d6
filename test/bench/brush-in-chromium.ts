import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from '@playwright/test'
import { scriptMillis, type TraceEvent, type UpdateScript } from './trace-script.ts'

const root = join(import.meta.dirname, '../..')
const host = join(root, 'out/main/loopback.js')
const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** Places of the brush that are measured. */
const STEPS = 60
const LOAD_MS = 45 * 60_000
/** So long nothing may be under way before the drag. */
const QUIET_SECONDS = 5
const CATEGORIES = ['devtools.timeline', 'blink.user_timing']

/** Milliseconds of all updates of a drag. */
export interface Spread {
  readonly p50: number
  readonly p95: number
  readonly max: number
}

/** What a brush costs in the window, from the move of the pointer to the picture with all charts. */
export interface BrushFigure {
  readonly people: number
  readonly textBytes: number
  /** Updates that were measured. */
  readonly updates: number
  readonly charts: number
  /** Script in all threads of the page, from the pointer's event to the painted charts, by the threads' own clocks. */
  readonly script: Spread
  /** Of that, in the page's own thread. */
  readonly pageScript: Spread
  /** From the pointer's event to the painted charts, by the clock. */
  readonly eventToPaint: Spread
  readonly browser: string
}

/** What a drag told. */
interface Drag {
  readonly charts: number
  /** Milliseconds from each move to the paint. */
  readonly paints: readonly number[]
  readonly scripts: readonly UpdateScript[]
}

/** Why nothing was measured. */
export interface NotMeasured {
  readonly skipped: string
}

/** Opens the built program in Chromium with a population of its own and drags a brush through a chart of Explore. */
export async function measureBrush(people: number): Promise<BrushFigure | NotMeasured> {
  if (!existsSync(host)) return { skipped: 'the program is not built: npm run build' }
  if (!existsSync(executablePath)) return { skipped: `there is no Chromium at ${executablePath}` }
  const place = mkdtempSync(join(tmpdir(), 'populus-bench-'))
  const files = join(place, 'files')
  const sample = ['sample', '--patients', String(people), '--out', files]
  execFileSync(process.execPath, [join(root, 'src-main/headless.ts'), ...sample], { stdio: 'ignore' })
  const data = join(place, 'data')
  mkdirSync(data)
  // Measures that are calculated in the background would be measured, too.
  writeFileSync(join(data, 'settings.json'), JSON.stringify({ runMeasures: false }))
  const running = spawn(process.execPath, [host, '--json', files], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, POPULUS_DATA: data }
  })
  let browser: Browser | undefined
  try {
    let told = ''
    for await (const chunk of running.stdout) {
      told += String(chunk)
      if (told.includes('\n')) break
    }
    const { url } = JSON.parse(told.slice(0, told.indexOf('\n'))) as { url: string }
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(url)
    await openExplore(page)
    const { charts, paints, scripts } = await drag(page, browser)
    return {
      people,
      textBytes: readdirSync(files).reduce((sum, name) => sum + statSync(join(files, name)).size, 0),
      updates: scripts.length,
      charts,
      script: spread(scripts.map(({ all }) => all)),
      pageScript: spread(scripts.map(({ page: pageMillis }) => pageMillis)),
      eventToPaint: spread(paints),
      browser: browser.version()
    }
  } finally {
    await browser?.close()
    running.kill('SIGTERM')
    rmSync(place, { recursive: true, force: true })
  }
}

async function openExplore(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor({ timeout: LOAD_MS })
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Explore' }).click()
  await page.getByRole('listbox', { name: 'Age' }).waitFor({ timeout: LOAD_MS })
  for (let quiet = 0; quiet < QUIET_SECONDS; quiet++) {
    await page.waitForTimeout(1000)
    if ((await page.getByRole('contentinfo').getByRole('progressbar').count()) > 0) quiet = 0
  }
}

/** What the page tells about updates. */
interface Watched {
  /** Milliseconds from the pointer's event to the paint of an update. */
  painted?: (update: number) => Promise<number>
}

/**
 * Makes the page tell when all charts have been painted after the pointer moved: when those that are not brushed have their
 * new numbers, a frame was drawn, and what was queued behind it has its turn. @returns how many charts there are
 */
function watchCharts(page: Page): Promise<number> {
  return page.evaluate(() => {
    const charts = Array.from(document.querySelectorAll('[role=listbox]'))
    const [brushed, ...others] = charts
    const updates: PromiseWithResolvers<number>[] = []
    const updateOf = (update: number): PromiseWithResolvers<number> =>
      (updates[update] ??= Promise.withResolvers<number>())
    let update = 0
    let moved: number | undefined
    brushed?.addEventListener(
      'pointerover',
      (event) => {
        moved = event.timeStamp
        performance.mark(`moved ${update}`)
      },
      true
    )
    const observer = new MutationObserver(() => {
      if (moved === undefined) return
      const since = moved
      moved = undefined
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          performance.mark(`painted ${update}`)
          updateOf(update++).resolve(performance.now() - since)
        }
        port2.postMessage(undefined)
      })
    })
    for (const chart of others)
      observer.observe(chart, { subtree: true, attributes: true, attributeFilter: ['aria-label'] })
    const watched = window as unknown as Watched
    watched.painted = (wanted) => updateOf(wanted).promise
    return charts.length
  })
}

/**
 * Drags a brush through the ages, which are the first chart, there and back: where there are people, so that each move changes
 * the other charts.
 */
async function drag(page: Page, browser: Browser): Promise<Drag> {
  const places = await page
    .getByRole('listbox', { name: 'Age' })
    .getByRole('option')
    .evaluateAll((bars) =>
      bars
        .filter((bar) => !/ of 0 people/.test(bar.getAttribute('aria-label') ?? ''))
        .map((bar) => bar.getBoundingClientRect())
        .map(({ x, y, width, height }) => [x + width / 2, y + height / 2] as const)
    )
  const last = places.length - 1
  await page.mouse.move(...places[0]!)
  await page.mouse.down()
  const charts = await watchCharts(page)
  await browser.startTracing(page, { categories: CATEGORIES })
  const paints: number[] = []
  for (let step = 0; step < STEPS; step++) {
    const position = (step + 1) % (2 * last)
    await page.mouse.move(...places[position <= last ? position : 2 * last - position]!)
    paints.push(await page.evaluate((update) => (window as unknown as Watched).painted?.(update) ?? 0, step))
  }
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { readonly traceEvents: TraceEvent[] }
  await page.mouse.up()
  return { charts, paints, scripts: scriptMillis(trace.traceEvents) }
}

function spread(millis: readonly number[]): Spread {
  const sorted = millis.toSorted((a, b) => a - b)
  const percentile = (share: number): number => Number((sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(2))
  return { p50: percentile(0.5), p95: percentile(0.95), max: percentile(1) }
}
