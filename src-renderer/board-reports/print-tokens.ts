import type { ChartTokens } from '../charts/model/chart-tokens.ts'

/** The light values of the design tokens (`src-renderer/styles/tokens.css`), for files that are made without a page. */
export const printTokens: ChartTokens = {
  hatched: false,
  font: 'Inter, system-ui, Segoe UI, Helvetica, Arial, sans-serif',
  page: '#ffffff',
  hover: '#eff1ed',
  line: '#d5d9d2',
  lineStrong: '#858c84',
  lineSubtle: '#e7e9e4',
  text: '#161a18',
  textSecondary: '#484f4a',
  textTertiary: '#626963',
  accent: '#2449c4',
  main: '#1f4e8c',
  mainSoft: '#c9d8ec',
  ref: '#7a817a',
  refSoft: '#dde0da',
  grid: '#e9ebe6',
  axis: '#626963',
  target: '#161a18',
  concern: '#b8460a',
  improve: '#1f6fb2',
  forecast: '#5c7fb4',
  band80: '#c9d8ec',
  band95: '#e4ecf6',
  categories: ['#38308f', '#299eca', '#752400', '#919909', '#006763', '#c57386', '#795eca', '#8b6508'],
  sequence: ['#e5f2fb', '#c1def1', '#95c4e7', '#6aa8dc', '#3578b8', '#21579c', '#183773'],
  bands: { a: '#1b5e8c', b: '#7fb3d5', c: '#f0b27f', d: '#b5441b', u: '#c6cbc4' },
  statuses: { closed: '#41a194', due: '#c37d00', open: '#b4302b', excluded: '#685b8e', nodata: '#cdcfc7' }
}
