/** Which way is better, and who says so. A local setting stands above the measure's own word. */
export interface Improvement {
  readonly direction: 'increase' | 'decrease'
  readonly source: 'setting' | 'measure' | 'assumed'
}
