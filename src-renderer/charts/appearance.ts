import { createSubscriber } from 'svelte/reactivity'
import { cssColour, readTokens } from './chart-tokens.ts'
import { chartTheme } from './theme.ts'
import type { ChartTokens } from './chart-tokens.ts'
import type { ChartManner } from './theme.ts'

/** What every chart of the page is drawn with. */
export interface Appearance {
  readonly tokens: ChartTokens
  readonly manner: ChartManner
  readonly theme: object
}

const queries = ['(forced-colors: active)', '(prefers-contrast: more)', '(prefers-color-scheme: dark)']

let cached: Appearance | undefined

const subscribe = createSubscriber((update) => {
  const refresh = (): void => {
    cached = undefined
    update()
  }
  const lists = queries.map((query) => matchMedia(query))
  for (const list of lists) list.addEventListener('change', refresh)
  const observer = new MutationObserver(refresh)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => {
    for (const list of lists) list.removeEventListener('change', refresh)
    observer.disconnect()
    cached = undefined
  }
})

function read(): Appearance {
  const probe = document.createElement('span')
  probe.hidden = true
  // Without this the browser would answer with the text colour for every token under forced colours.
  probe.style.setProperty('forced-color-adjust', 'none')
  document.body.append(probe)
  const tokens = readTokens(cssColour(probe), getComputedStyle(document.body).fontFamily)
  probe.remove()
  const manner = { forcedColours: matchMedia('(forced-colors: active)').matches }
  return { tokens, manner, theme: chartTheme(tokens, manner) }
}

/** The tokens, manner and ECharts theme in force. Reactive: changes with theme, contrast and forced colours. */
export function appearance(): Appearance {
  subscribe()
  return (cached ??= read())
}
